#pragma once

#include <spondyl/example_findings/example_findings.h>
#include <spondyl/store/store.h>
#include <spondyl/test_support/temporary_folder.h>

namespace spondyl::store {

/// Draft findings of one series, with every field of the model filled.
inline Findings exam_findings(const std::string& series, const std::string& date = "20260101") {
  Findings findings = example_findings::full();
  findings.sign_off.reset();
  findings.series_instance_uid = series;
  findings.study.uid = series + ".0";
  findings.study.date = date;
  return findings;
}

inline Store opened(const std::filesystem::path& file) {
  auto store = Store::open(file);
  EXPECT_TRUE(store) << store.error().text();
  return std::move(*store);
}

inline ExamId added(Store& store, const Findings& findings) {
  const auto done = store.add(findings);
  EXPECT_TRUE(done) << done.error().text();
  return done ? done->id : 0;
}

} // namespace spondyl::store
