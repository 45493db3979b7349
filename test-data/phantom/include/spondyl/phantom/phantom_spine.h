#pragma once
// A spine whose heights are known exactly, drawn into a volume of any geometry: CT in Hounsfield units, or MR of T1 or
// T2 contrast. Sizes are plausible, not normative.

#include <cstdint>
#include <map>
#include <optional>
#include <spondyl/model/landmarks.h>
#include <spondyl/model/level.h>
#include <spondyl/model/volume.h>
#include <vector>

namespace spondyl::phantom {

enum class Contrast { ct, t1, t2 };
enum class Orientation { axial, sagittal, coronal };

/// Where the border of a body is taken: CT measures to the outer bone edge, MR to the edge of the marrow.
enum class Border { outer_bone, marrow };

/// What is true of one body. Heights are the distances between the landmarks (mm).
struct PhantomBody {
  VertebraLevel level;
  BodyFrame frame;
  SixPoints landmarks; ///< in the mid-sagittal plane of `frame`
  double depth = 0.0;  ///< mm, between the anterior and posterior landmarks' planes
  double width = 0.0;  ///< mm
};

struct Phantom {
  Volume volume;
  std::vector<PhantomBody> bodies; ///< cranial to caudal, border by the contrast
};

/// Builds a spine; every call returns the builder. The defaults are a healthy T11-L5 with sacrum, axial CT.
class PhantomSpine {
public:
  PhantomSpine();

  /// First (cranial) and last level, within T4 to L5.
  PhantomSpine& levels(const char* first, const char* last);
  /// Fractures. `loss` is the fraction of the body's own normal height that is missing: in front (half of it in the
  /// middle), in the middle, or everywhere.
  PhantomSpine& with_wedge(const char* level, double loss);
  PhantomSpine& with_biconcave(const char* level, double loss);
  PhantomSpine& with_crush(const char* level, double loss);
  PhantomSpine& without_sacrum();
  /// Goes on with a vertebra above the first level, which the top of the volume cuts.
  PhantomSpine& continued_above();

  PhantomSpine& tilted(double degrees);    ///< the whole spine leans to the left
  PhantomSpine& scoliosis(double degrees); ///< a lateral curve of this Cobb angle over the levels, with rotation
  PhantomSpine& contrast(Contrast contrast);
  PhantomSpine& contrast_enhanced(bool enhanced = true); ///< CT: bright aorta

  PhantomSpine& orientation(Orientation orientation);
  /// Spacing in the plane of the images and between them (mm).
  PhantomSpine& spacing(double in_plane, double between_slices);
  /// Width of the images (mm); the height of sagittal and coronal images follows the spine.
  PhantomSpine& field_of_view(double millimetres);
  PhantomSpine& oblique(double degrees);                  ///< turns the grid, not the spine, about two axes
  PhantomSpine& geometry(const VolumeGeometry& geometry); ///< instead of the four above

  PhantomSpine& noise(double standard_deviation); ///< of each voxel, in grey values
  PhantomSpine& seed(std::uint64_t seed);

  [[nodiscard]] Phantom build() const;
  [[nodiscard]] std::vector<PhantomBody> bodies(Border border) const;
  /// The grid that build() uses.
  [[nodiscard]] VolumeGeometry volume_geometry() const;
  /// The bodies as labels.nii.gz numbers them, to their outer bone edge.
  [[nodiscard]] LabelMap label_map(const VolumeGeometry& geometry) const;

  /// All that defines a phantom; for the code behind this class.
  struct Plan {
    struct Fracture {
      double anterior = 0.0, middle = 0.0, posterior = 0.0; ///< fraction missing
    };
    VertebraLevel first, last;
    std::map<VertebraLevel, Fracture> fractures;
    bool sacrum = true, continued_above = false, enhanced = false;
    double tilt_degrees = 0.0, scoliosis_degrees = 0.0;
    Contrast contrast = Contrast::ct;
    Orientation orientation = Orientation::axial;
    double in_plane = 0.8, between_slices = 1.25, field_of_view = 190.0, oblique_degrees = 0.0;
    std::optional<VolumeGeometry> geometry{};
    double noise = 0.0;
    std::uint64_t seed = 1;
  };

private:
  Plan plan_;
};

} // namespace spondyl::phantom
