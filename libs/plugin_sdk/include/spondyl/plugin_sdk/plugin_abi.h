/* The border between Spondyl and a plugin, in C: the only thing both sides must agree on. docs/plugins.md explains it.
 *
 * Rules of the border
 * - A plugin is a shared object with a manifest beside it (NAME.so and NAME.plugin.json) and one visible symbol,
 *   `spondyl_plugin_entry`, of type spondyl_plugin_entry_function.
 * - No exception, no C++ object and no allocation crosses. Text is UTF-8 with a size. A pointer handed over is valid
 *   until the call that was given it returns, unless it says otherwise.
 * - Every struct begins with its own size, so that a later version can add members at the end. Read a member only when
 *   struct_size covers it. SPONDYL_PLUGIN_ABI changes when something is altered or removed; the host refuses plugins of
 *   another number before it loads their code.
 * - Patient space is LPS (x to the patient's left, y to posterior, z to superior), lengths are millimetres.
 * - A plugin writes nothing itself: it hands files to the host, which writes them so that only their owner can read
 *   them.
 */
#ifndef SPONDYL_PLUGIN_ABI_H
#define SPONDYL_PLUGIN_ABI_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SPONDYL_PLUGIN_ABI 1
#define SPONDYL_PLUGIN_ENTRY "spondyl_plugin_entry"

#if defined(_WIN32)
#define SPONDYL_PLUGIN_EXPORT __declspec(dllexport)
#else
#define SPONDYL_PLUGIN_EXPORT __attribute__((visibility("default")))
#endif

/* UTF-8, not terminated by a zero. data may be NULL when size is 0. */
typedef struct spondyl_text {
  const char* data;
  uint64_t size;
} spondyl_text;

/* What a call into a plugin answers. All but `done` come with a reason given to spondyl_host.fail. */
enum spondyl_status {
  SPONDYL_DONE = 0,
  SPONDYL_INVALID_ARGUMENT = 1, /* the caller's words are off */
  SPONDYL_NOT_FOUND = 2,        /* a file, series or level that is not there */
  SPONDYL_UNREADABLE = 3,       /* a file that cannot be read or decoded */
  SPONDYL_UNSUPPORTED = 4,      /* understood, and deliberately not handled */
  SPONDYL_NOT_MEASURABLE = 5,   /* read well, but holds nothing that can be measured */
  SPONDYL_IO = 6,               /* writing failed */
  SPONDYL_CANCELLED = 7,        /* the host asked to stop */
  SPONDYL_INTERNAL = 8          /* what the plugin did not foresee */
};

enum spondyl_modality {
  SPONDYL_MODALITY_CT = 0,
  SPONDYL_MODALITY_MR = 1,
  SPONDYL_MODALITY_RADIOGRAPH = 2,
  SPONDYL_MODALITY_OTHER = 3
};

/* Where the voxels of a grid lie. Axes are unit vectors; spacings are distances between voxel centres. A radiograph
 * has one slice, no place in patient space (in_patient_space = 0) and spacing 0 where its scale is unknown. */
typedef struct spondyl_geometry {
  uint32_t struct_size;
  int32_t in_patient_space;
  int32_t columns, rows, slices;
  int32_t reserved;
  double origin[3]; /* centre of the first voxel */
  double column_axis[3], row_axis[3], slice_axis[3];
  double column_spacing, row_spacing, slice_spacing;
} spondyl_geometry;

/* An image: one real value per voxel, columns fastest, then rows, then slices. CT in Hounsfield units. */
typedef struct spondyl_image {
  uint32_t struct_size;
  int32_t modality;    /* enum spondyl_modality */
  int32_t has_no_data; /* voxels equal to no_data_value hold no image */
  float no_data_value;
  spondyl_geometry geometry;
  const float* voxels;
  const void* host_object; /* for parts built into the host only; plugins must ignore it */
} spondyl_image;

/* One value per voxel, 0 = background. In report calls the values are those of labels.nii.gz (1-24 = C1-L5, 25 = L6,
 * 26 = S1, 28 = T13, 100 + ordinal where the level is not known). */
typedef struct spondyl_labels {
  uint32_t struct_size;
  uint32_t reserved;
  spondyl_geometry geometry;
  const uint8_t* voxels;
} spondyl_labels;

/* A finished colour picture: rows from the top, red, green, blue. */
typedef struct spondyl_picture {
  uint32_t struct_size;
  int32_t width, height;
  int32_t reserved;
  const uint8_t* rgb;
} spondyl_picture;

/* What the host does for a plugin during one call. `context` is handed back to every function. */
typedef struct spondyl_host {
  uint32_t struct_size;
  uint32_t abi;
  void* context;
  /* Why the call is about to answer something other than SPONDYL_DONE: a full sentence without patient data, and what
   * the user can do about it (may be empty). */
  void (*fail)(void* context, int32_t status, spondyl_text message, spondyl_text advice);
  /* fraction in 0..1 of this call; stage is a short name without patient data. */
  void (*progress)(void* context, double fraction, spondyl_text stage);
  /* Not 0 when the user asked to stop: answer SPONDYL_CANCELLED within 0.2 s. */
  int32_t (*cancelled)(void* context);
} spondyl_host;

/* ---- role report_writer: findings become files ------------------------------------------------------------------ */

/* Large inputs are made when they are asked for. Each function answers SPONDYL_DONE and fills *result, valid until the
 * write call returns; or it answers why not, having told spondyl_host.fail already: pass the status on, or write the
 * report without (then that reason is forgotten). */
typedef struct spondyl_report_inputs {
  uint32_t struct_size;
  uint32_t reserved;
  void* context;
  int32_t (*image)(void* context, const spondyl_image** result);
  int32_t (*labels)(void* context, const spondyl_labels** result);
  int32_t (*overview)(void* context,
                      const spondyl_picture** result); /* the labelled mid-sagittal picture, with a table */
  /* The absolute paths of the measured DICOM files in the order of findings.images.instances, one per line; their
   * digests have been compared with the findings'. */
  int32_t (*source_files)(void* context, spondyl_text* result);
  /* The text of a template or catalogue file, by its relative name: the site's own where there is one, else the one
   * installed beside the plugin. */
  int32_t (*resource)(void* context, spondyl_text name, spondyl_text* result);
  /* Hands over a finished file. name is plain, without folders; an existing file is replaced. */
  int32_t (*write_file)(void* context, spondyl_text name, const void* bytes, uint64_t size);
  /* The absolute paths of the files that earlier formats of this report wrote, one per line. */
  int32_t (*written_files)(void* context, spondyl_text* result);
  /* The overview without its table and words: the image with landmarks and level names. Ask struct_size before calling
   * it: older hosts end above. */
  int32_t (*labelled_image)(void* context, const spondyl_picture** result);
} spondyl_report_inputs;

typedef struct spondyl_report_request {
  uint32_t struct_size;
  uint32_t reserved;
  spondyl_text findings_json;  /* findings.json: docs/findings.schema.json */
  spondyl_text format;         /* one of the manifest's formats */
  spondyl_text file_name;      /* how to name the file, without ending */
  spondyl_text language;       /* "en", "de", ... */
  spondyl_text recommendation; /* the reader's own words; empty = the built-in wording */
  const spondyl_report_inputs* inputs;
} spondyl_report_request;

typedef struct spondyl_report_writer {
  uint32_t struct_size;
  uint32_t reserved;
  int32_t (*write)(const spondyl_host* host, const spondyl_report_request* request);
} spondyl_report_writer;

/* ---- role segmenter: a volume becomes vertebral bodies ----------------------------------------------------------- */

typedef struct spondyl_segmentation_request {
  uint32_t struct_size;
  uint32_t reserved;
  const spondyl_image* image;
  /* {"seeds": [{"centre": [x, y, z], "level": "L1"}]}, level optional; no seeds: search automatically. */
  spondyl_text seeds_json;
  void* context;
  /* What was found, to be called once: bodies as JSON (docs/plugins.md, "Segmenters") and the label map in which body i
   * has the value of its "label". */
  int32_t (*accept)(void* context, spondyl_text bodies_json, const spondyl_labels* labels);
  /* For parts built into the host only; plugins must ignore both. */
  const void* host_request;
  int32_t (*accept_host_object)(void* context, void* host_object);
} spondyl_segmentation_request;

typedef struct spondyl_segmenter {
  uint32_t struct_size;
  uint32_t reserved;
  int32_t (*segment)(const spondyl_host* host, const spondyl_segmentation_request* request);
} spondyl_segmenter;

/* ---- role grader: measured heights become ratios, loss and grade --------------------------------------------------
 */

typedef struct spondyl_grading_request {
  uint32_t struct_size;
  uint32_t reserved;
  spondyl_text findings_json; /* with heights; ratios, loss and grade are to be replaced */
  spondyl_text sex;           /* "M", "F" or empty */
  void* context;
  /* The same findings.json, graded; to be called once. Only ratios, loss, grade and warnings are taken from it. */
  int32_t (*accept)(void* context, spondyl_text findings_json);
  /* For parts built into the host only; plugins must ignore both. */
  const void* host_request;
  int32_t (*accept_host_object)(void* context, void* host_object);
} spondyl_grading_request;

typedef struct spondyl_grader {
  uint32_t struct_size;
  uint32_t reserved;
  int32_t (*grade)(const spondyl_host* host, const spondyl_grading_request* request);
} spondyl_grader;

/* ---- what a plugin is ---------------------------------------------------------------------------------------------
 */

/* Answered by the entry function; lives as long as the process. One of the roles is not NULL: the manifest's. */
typedef struct spondyl_plugin {
  uint32_t struct_size;
  uint32_t abi;        /* SPONDYL_PLUGIN_ABI */
  const char* id;      /* the manifest's, zero-terminated */
  const char* version; /* the manifest's, zero-terminated */
  const spondyl_report_writer* report_writer;
  const spondyl_segmenter* segmenter;
  const spondyl_grader* grader;
} spondyl_plugin;

typedef const spondyl_plugin* (*spondyl_plugin_entry_function)(void);

#ifdef __cplusplus
}
#endif
#endif /* SPONDYL_PLUGIN_ABI_H */
