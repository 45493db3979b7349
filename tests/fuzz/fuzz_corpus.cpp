// Writes what the fuzzers start from: one folder per fuzzer, valid inputs in it.

#include "../dicom_output/phantom_study.h"
#include <fstream>
#include <iostream>
#include <spondyl/example_findings/example_findings.h>
#include <spondyl/findings/findings_json.h>

namespace fs = std::filesystem;

int main(int argc, char** argv) {
  using namespace spondyl;
  if (argc != 2) {
    std::cerr << "usage: fuzz_corpus FOLDER\n";
    return 2;
  }
  const fs::path root = argv[1];
  for (const char* name : {"report", "segmentation", "findings", "seeds", "work"})
    fs::create_directories(root / name);
  for (const char* kind : {"mr", "film"}) {
    const fs::path work = root / "work";
    fs::create_directories(work / kind);
    const auto study = dicom_output::phantom_study(kind, work / kind);
    for (const fs::path& file : dicom_output::write_all(study, work)) {
      const std::string name = file.filename().string();
      const char* fuzzer = name == "seg.dcm"                          ? "segmentation"
                           : name == "sr.dcm" || name == "signed.dcm" ? "report"
                                                                      : nullptr;
      if (fuzzer != nullptr)
        fs::copy_file(file, root / fuzzer / (std::string(kind) + "-" + name), fs::copy_options::overwrite_existing);
    }
  }
  fs::remove_all(root / "work");
  std::ofstream(root / "findings" / "full.json") << findings::to_json(example_findings::full());
  std::ofstream(root / "findings" / "film.json") << findings::to_json(example_findings::film());
  std::ofstream(root / "seeds" / "patient.json")
      << R"({"vertebrae":[{"level":"L1","centre":{"patient_mm":[1.5,-2,3e1]}},{"level":null,"centre":{"pixel":[1,2]}}]})";
  std::ofstream(root / "seeds" / "landmarks.json") << findings::to_json(example_findings::film());
  return 0;
}
