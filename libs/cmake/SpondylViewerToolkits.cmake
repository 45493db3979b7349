# Qt 6 and VTK, for the viewer alone. Where one is missing, everything else is still built.
option(SPONDYL_BUILD_VIEWER "Build spondyl-viewer (needs Qt 6 and VTK 9)" ON)
if(SPONDYL_BUILD_VIEWER)
  find_package(Qt6 6.2 QUIET COMPONENTS Core Gui Widgets OpenGL OpenGLWidgets Test)
  find_package(VTK 9 QUIET COMPONENTS CommonCore CommonDataModel CommonExecutionModel CommonTransforms ImagingCore FiltersCore
    FiltersGeneral FiltersSources RenderingCore RenderingOpenGL2 RenderingFreeType RenderingVolume RenderingVolumeOpenGL2 InteractionStyle)
  if(NOT Qt6_FOUND OR NOT VTK_FOUND)
    message(WARNING "Qt 6 or VTK 9 was not found: spondyl-viewer is not built. ./dev setup installs both.")
    set(SPONDYL_BUILD_VIEWER OFF)
  endif()
endif()
if(NOT SPONDYL_BUILD_VIEWER)
  return()
endif()

add_library(spondyl_toolkit_QT INTERFACE)
target_link_libraries(spondyl_toolkit_QT INTERFACE Qt6::Core Qt6::Gui Qt6::Widgets)
add_library(spondyl_toolkit_VTK INTERFACE)
target_link_libraries(spondyl_toolkit_VTK INTERFACE ${VTK_LIBRARIES})

# The 3-D view needs VTK's Qt widget for Qt 6. Newer systems have it in VTK; for Debian 12 and 13, whose VTK knows Qt 5
# only, app/viewer/vtk_qt_widget builds it from VTK's own sources, which `./dev setup` fetches.
set(spondyl_vtk_qt_folder vtk-qt-widget-${VTK_VERSION})
find_path(SPONDYL_VTK_QT_SOURCE QVTKOpenGLNativeWidget.cxx NO_DEFAULT_PATH
  PATHS $ENV{SPONDYL_CACHE}/${spondyl_vtk_qt_folder} $ENV{XDG_CACHE_HOME}/spondyl/${spondyl_vtk_qt_folder}
        $ENV{HOME}/.cache/spondyl/${spondyl_vtk_qt_folder} ${PROJECT_SOURCE_DIR}/build/_deps/${spondyl_vtk_qt_folder}
  DOC "Folder with VTK's QVTKOpenGLNativeWidget sources, for a VTK built against Qt 5")
option(SPONDYL_VIEWER_3D "Build the viewer's 3-D view" ON)
if(SPONDYL_VIEWER_3D)
  if(VTK_QT_VERSION EQUAL 6)
    find_package(VTK 9 QUIET COMPONENTS GUISupportQt)
  elseif(NOT SPONDYL_VTK_QT_SOURCE)
    message(WARNING "The sources of VTK's Qt widget were not found: the viewer is built without its 3-D view. "
      "./dev setup fetches them.")
    set(SPONDYL_VIEWER_3D OFF)
  endif()
endif()
