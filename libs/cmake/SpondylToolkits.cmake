# One interface target per external toolkit. Libraries name a toolkit; they never call find_package.
find_package(GTest REQUIRED)
find_package(tl-expected REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(Eigen3 3.4 REQUIRED NO_MODULE)
find_package(TBB REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(PkgConfig REQUIRED)
find_package(ZLIB REQUIRED)
# Mustache templates of reports (headers only) and the Markdown their pages are written in.
find_path(SPONDYL_MUSTACHE_INCLUDE_DIR kainjow/mustache.hpp REQUIRED)
add_library(spondyl_mustache INTERFACE)
target_include_directories(spondyl_mustache SYSTEM INTERFACE ${SPONDYL_MUSTACHE_INCLUDE_DIR})
pkg_check_modules(MD4C REQUIRED IMPORTED_TARGET md4c)
# JPEG 2000 inside DICOM, which DCMTK does not decode.
pkg_check_modules(OPENJPEG REQUIRED IMPORTED_TARGET libopenjp2)

# ITK. Modules that bring in FFTW (GPL) are never listed: ITKFFT, ITKConvolution, ITKDeconvolution,
# ITKPDEDeformableRegistration, ITKReview. tests/architecture checks the linked libraries.
find_package(ITK 5.2 REQUIRED COMPONENTS
  ITKCommon ITKSmoothing ITKImageFeature ITKImageGrid ITKImageFunction ITKImageIntensity ITKImageStatistics
  ITKThresholding ITKConnectedComponents ITKLabelMap ITKMathematicalMorphology ITKBinaryMathematicalMorphology
  ITKDistanceMap ITKTransform ITKRegistrationMethodsv4 ITKIOImageBase ITKIONIFTI)
add_library(spondyl_toolkit_ITK INTERFACE)
target_include_directories(spondyl_toolkit_ITK SYSTEM INTERFACE ${ITK_INCLUDE_DIRS})
target_link_libraries(spondyl_toolkit_ITK INTERFACE ${ITK_LIBRARIES})

find_package(DCMTK REQUIRED)
add_library(spondyl_toolkit_DCMTK INTERFACE)
target_link_libraries(spondyl_toolkit_DCMTK INTERFACE
  DCMTK::dcmdata DCMTK::dcmimgle DCMTK::dcmimage DCMTK::dcmjpeg DCMTK::dcmjpls DCMTK::oflog DCMTK::ofstd)

add_library(spondyl_toolkit_DCMTK_SR INTERFACE)
target_link_libraries(spondyl_toolkit_DCMTK_SR INTERFACE spondyl_toolkit_DCMTK DCMTK::dcmsr)
add_library(spondyl_toolkit_DCMTK_NET INTERFACE)
target_link_libraries(spondyl_toolkit_DCMTK_NET INTERFACE spondyl_toolkit_DCMTK DCMTK::dcmnet DCMTK::dcmtls)
find_package(CURL REQUIRED)
add_library(spondyl_toolkit_CURL INTERFACE)
target_link_libraries(spondyl_toolkit_CURL INTERFACE CURL::libcurl)

find_package(SQLiteCpp 3.2 REQUIRED)
add_library(spondyl_toolkit_SQLITE INTERFACE)
target_link_libraries(spondyl_toolkit_SQLITE INTERFACE SQLiteCpp)

pkg_check_modules(PANGOCAIRO REQUIRED IMPORTED_TARGET pangocairo)
add_library(spondyl_toolkit_CAIRO INTERFACE)
target_link_libraries(spondyl_toolkit_CAIRO INTERFACE PkgConfig::PANGOCAIRO)
