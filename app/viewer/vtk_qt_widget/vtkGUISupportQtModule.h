#pragma once
// Stands in for the header VTK generates: the widget is built as part of a static library and exports nothing.
#define VTKGUISUPPORTQT_EXPORT
