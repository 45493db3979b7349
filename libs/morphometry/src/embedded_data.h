#pragma once

#include <string_view>

namespace spondyl::morphometry {

/// The files of data/ as they were when the program was built: no file has to be found at run time.
[[nodiscard]] std::string_view embedded_reference_heights(); ///< data/reference_heights.json
[[nodiscard]] std::string_view embedded_schemes();           ///< data/schemes.json
[[nodiscard]] std::string_view embedded_uncertainty();       ///< data/uncertainty.json

} // namespace spondyl::morphometry
