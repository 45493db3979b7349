#include "../../../tests/dicom_output/orthanc.h"
#include "../../../tests/dicom_output/phantom_study.h"

#include <gmock/gmock.h>
#include <spondyl/audit/log.h>
#include <spondyl/view_model/archive_delivery.h>

namespace spondyl::view_model {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

TEST(ArchiveAddresses, AreCheckedBeforeAnythingIsSent) {
  ArchiveAddress address{"archive.example.org:104"};
  const auto node = dicom_node(address);
  ASSERT_TRUE(node) << node.error().text();
  EXPECT_EQ(node->host, "archive.example.org");
  EXPECT_EQ(node->port, 104);
  EXPECT_TRUE(node->ask_for_commitment);
  address.tls = true;
  EXPECT_FALSE(dicom_node(address)) << "whom to trust is not said";
  address.tls_options.trusted_certificates = "authorities.pem";
  EXPECT_EQ(dicom_node(address)->tls_options.trusted_certificates, "authorities.pem");
  for (const char* title : {"", "   ", "SEVENTEEN-LETTERS", "back\\slash", "\xc3\xa4"}) {
    address.called_title = title;
    EXPECT_FALSE(dicom_node(address)) << title;
  }
  for (const char* where : {"", "archive", "archive:", ":104", "archive:0", "archive:99999", "https://archive/dicom"})
    EXPECT_FALSE(dicom_node({where})) << where;
}

TEST(ArchiveDelivery, WhatNobodyAcceptedIsSaidAndLogged) {
  const test_support::TemporaryFolder folder;
  const auto files =
      dicom_output::write_all(dicom_output::phantom_study("film", folder.sub("film")), folder.sub("out"));
  // Port 1 (tcpmux) has no archive behind it.
  const auto outcome = send_to_archive(files, {"127.0.0.1:1"}, folder / "audit.jsonl");
  ASSERT_TRUE(outcome) << outcome.error().text();
  EXPECT_EQ(outcome->report.to_retry().size(), files.size());
  EXPECT_THAT(in_words(*outcome), HasSubstr(std::to_string(files.size()) + " not accepted: send again."));
  EXPECT_EQ(audit::verify(folder / "audit.jsonl"), files.size());
}

TEST(ArchiveDelivery, AnArchiveStoresWhatIsSent) {
  const test_support::TemporaryFolder folder;
  std::string why;
  const auto orthanc = dicom_output::Orthanc::start(folder.sub("orthanc"), why);
  if (!orthanc)
    GTEST_SKIP() << why;
  const auto files =
      dicom_output::write_all(dicom_output::phantom_study("film", folder.sub("film")), folder.sub("out"));
  const ArchiveAddress address{
      "127.0.0.1:" + std::to_string(orthanc->dicom_port()), "ORTHANC", "SPONDYL", false, {}, false};
  const auto outcome = send_to_archive(files, address, folder / "audit.jsonl");
  ASSERT_TRUE(outcome) << outcome.error().text();
  EXPECT_TRUE(outcome->report.all_accepted()) << in_words(*outcome);
  for (const auto& delivery : outcome->report.deliveries)
    EXPECT_THAT(in_words(*outcome), HasSubstr(delivery.file.filename().string() + ": stored"));
  EXPECT_THAT(in_words(*outcome), HasSubstr("Storage commitment: not asked for"));
  EXPECT_THAT(outcome->warnings, testing::IsEmpty());
}

} // namespace
} // namespace spondyl::view_model
