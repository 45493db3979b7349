#include "orthanc.h"
#include "phantom_study.h"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spondyl/dicom_net/send.h>
#include <spondyl/test_support/command.h>
#include <sstream>

namespace spondyl::dicom_output {
namespace {

namespace fs = std::filesystem;
using dicom_net::DeliveryStatus;

class Delivery : public testing::Test {
protected:
  void SetUp() override {
    std::string why;
    orthanc = Orthanc::start(folder.sub("orthanc"), why);
    if (!orthanc)
      GTEST_SKIP() << why;
    for (const char* kind : {"ct", "film"}) {
      const auto written = write_all(phantom_study(kind, folder.sub(std::string("images-") + kind)), folder.sub(kind));
      files.insert(files.end(), written.begin(), written.end());
    }
  }

  dicom_net::DicomNode node() const {
    dicom_net::DicomNode result;
    result.host = "127.0.0.1";
    result.port = orthanc->dicom_port();
    result.called_title = "ORTHANC";
    result.commitment_port = orthanc->commitment_port();
    return result;
  }

  /// The data sets, without the meta header, in which the archive names itself.
  static std::string data_set(const std::string& bytes) {
    constexpr std::size_t kGroupLengthAt = 140, kMetaAt = 144; // PS3.10 7.1: the length of the group is its first value
    if (bytes.size() < kMetaAt)
      return {};
    std::size_t length = 0;
    for (std::size_t i = 4; i-- > 0;)
      length = length << 8U | static_cast<std::uint8_t>(bytes[kGroupLengthAt + i]);
    return bytes.substr(std::min(bytes.size(), kMetaAt + length));
  }
  static std::string bytes_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream bytes;
    bytes << stream.rdbuf();
    return bytes.str();
  }
  void expect_stored(const dicom_net::DeliveryReport& report) const {
    ASSERT_EQ(report.deliveries.size(), files.size());
    for (const dicom_net::Delivery& delivery : report.deliveries) {
      const std::string written = data_set(bytes_of(delivery.file));
      ASSERT_GT(written.size(), 100U);
      EXPECT_TRUE(data_set(orthanc->stored_file(delivery.sop_instance_uid)) == written) << delivery.file;
    }
    EXPECT_TRUE(report.all_accepted());
    EXPECT_THAT(report.to_retry(), testing::IsEmpty());
  }

  test_support::TemporaryFolder folder;
  std::unique_ptr<Orthanc> orthanc;
  std::vector<fs::path> files;
};

TEST_F(Delivery, ArchiveTakesEveryObjectByCStoreAndGivesItBackEqual) {
  const auto report = dicom_net::send(files, node());
  ASSERT_TRUE(report) << report.error().text();
  expect_stored(*report);
  for (const dicom_net::Delivery& delivery : report->deliveries)
    EXPECT_EQ(delivery.status, DeliveryStatus::committed) << delivery.message;
  EXPECT_EQ(report->commitment,
            "confirmed for " + std::to_string(files.size()) + " of " + std::to_string(files.size()));
}

TEST_F(Delivery, CommitmentThatIsNotWantedIsNotAskedFor) {
  auto plain = node();
  plain.ask_for_commitment = false;
  const auto report = dicom_net::send({files.front()}, plain);
  ASSERT_TRUE(report) << report.error().text();
  EXPECT_EQ(report->deliveries.front().status, DeliveryStatus::stored);
}

TEST_F(Delivery, ArchiveTakesEveryObjectByStowAndGivesItBackEqual) {
  dicom_net::DicomWebNode web;
  web.url = orthanc->dicomweb_url();
  const auto report = dicom_net::send(files, web);
  ASSERT_TRUE(report) << report.error().text();
  expect_stored(*report);
}

TEST_F(Delivery, NamesWhatToSendAgain) {
  const fs::path damaged = folder / "damaged.dcm";
  std::ofstream(damaged) << "no DICOM";
  const auto report = dicom_net::send({files.front(), damaged}, node());
  ASSERT_TRUE(report) << report.error().text();
  EXPECT_FALSE(report->all_accepted());
  EXPECT_THAT(report->to_retry(), testing::ElementsAre(damaged));
}

TEST_F(Delivery, WrongStowAddressIsAnAnswerOfItsOwn) {
  dicom_net::DicomWebNode web;
  web.url = orthanc->dicomweb_url() + "/nowhere";
  const auto report = dicom_net::send({files.front()}, web);
  ASSERT_TRUE(report) << report.error().text();
  EXPECT_EQ(report->deliveries.front().status, DeliveryStatus::not_accepted);
  EXPECT_GE(report->deliveries.front().code, 400U);
}

TEST(DeliveryOverTls, TrustsOnlyTheCertificateItWasGiven) {
  const test_support::TemporaryFolder folder;
  std::string why;
  const auto orthanc = Orthanc::start(folder.sub("orthanc"), why, true);
  if (!orthanc)
    GTEST_SKIP() << why;
  const auto files = write_all(phantom_study("film", folder.sub("images")), folder.sub("out"));
  dicom_net::DicomNode node;
  node.host = "127.0.0.1";
  node.port = orthanc->dicom_port();
  node.called_title = "ORTHANC";
  node.ask_for_commitment = false;
  node.tls = true;
  node.tls_options.trusted_certificates = orthanc->certificate();
  const auto report = dicom_net::send(files, node);
  ASSERT_TRUE(report) << report.error().text();
  EXPECT_TRUE(report->all_accepted()) << report->deliveries.front().message;

  // A certificate that nobody we trust has signed.
  const auto other =
      test_support::run_command("openssl req -x509 -newkey rsa:3072 -nodes -days 2 -subj /CN=other -keyout " +
                                (folder / "key.pem").string() + " -out " + (folder / "cert.pem").string());
  ASSERT_EQ(other.exit_code, 0) << other.output;
  node.tls_options.trusted_certificates = folder / "cert.pem";
  const auto refused = dicom_net::send(files, node);
  ASSERT_TRUE(refused) << refused.error().text();
  EXPECT_EQ(refused->to_retry(), files);

  node.tls = false; // plain DICOM to an archive that wants TLS
  node.timeout_seconds = 5;
  node.attempts = 1;
  const auto plain = dicom_net::send({files.front()}, node);
  ASSERT_TRUE(plain) << plain.error().text();
  EXPECT_FALSE(plain->all_accepted());
}

TEST(DeliveryWithoutArchive, SaysThatNobodyAnswers) {
  const test_support::TemporaryFolder folder;
  const auto files = write_all(phantom_study("film", folder.sub("images")), folder.sub("out"));
  dicom_net::DicomNode node;
  node.host = "127.0.0.1";
  node.port = 1; // tcpmux: nobody listens
  node.timeout_seconds = 5;
  const auto report = dicom_net::send(files, node);
  ASSERT_TRUE(report) << report.error().text();
  EXPECT_EQ(report->to_retry(), files);
  EXPECT_THAT(report->deliveries.front().message, testing::HasSubstr("No association"));
  dicom_net::DicomWebNode web;
  web.url = "http://127.0.0.1:1/dicom-web";
  web.timeout_seconds = 5;
  const auto by_web = dicom_net::send(files, web);
  ASSERT_TRUE(by_web);
  EXPECT_EQ(by_web->to_retry(), files);
}

TEST(DeliveryWithoutArchive, RefusesUnusableAddresses) {
  using dicom_net::send;
  dicom_net::DicomNode node;
  EXPECT_EQ(send({"x.dcm"}, node).error().code, ErrorCode::invalid_argument);
  node.host = "127.0.0.1";
  EXPECT_EQ(send({}, node).error().code, ErrorCode::invalid_argument);
  node.tls = true;
  EXPECT_EQ(send({"x.dcm"}, node).error().code, ErrorCode::invalid_argument);
  dicom_net::DicomWebNode web;
  web.url = "ftp://archive";
  EXPECT_EQ(send({"x.dcm"}, web).error().code, ErrorCode::invalid_argument);
}

} // namespace
} // namespace spondyl::dicom_output
