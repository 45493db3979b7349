#include <curl/curl.h>
#include <fstream>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <spondyl/dicom_modules/put_modules.h>
#include <spondyl/dicom_net/send.h>
#include <sstream>

#include "outgoing.h"

namespace spondyl::dicom_net {
namespace {

constexpr std::size_t kLongestAnswer = std::size_t{1} << 20U; // one instance's answer is some kB
constexpr long kStored = 200, kStoredWithWarning = 202;       // PS3.18 table 10.5.3-1

struct CurlDeleter {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

std::size_t keep_answer(char* bytes, std::size_t size, std::size_t count, void* target) {
  auto& answer = *static_cast<std::string*>(target);
  if (answer.size() + size * count > kLongestAnswer)
    return 0; // ends the transfer
  answer.append(bytes, size * count);
  return size * count;
}

int stop_when_cancelled(void* target, curl_off_t /*expected*/, curl_off_t /*now*/, curl_off_t /*to_send*/,
                        curl_off_t /*sent*/) {
  return static_cast<const Progress*>(target)->cancelled() ? 1 : 0;
}

/// One request and its answer.
class StowRequest {
public:
  explicit StowRequest(const DicomWebNode& node, const Progress& progress) : handle_(curl_easy_init()) {
    const std::string boundary = "spondyl-" + dicom_modules::new_uid();
    boundary_ = boundary;
    header("Content-Type: multipart/related; type=\"application/dicom\"; boundary=" + boundary);
    header("Accept: application/dicom+json");
    header("Expect:"); // or servers that do not know it cost a second
    if (!node.bearer_token.empty())
      header("Authorization: Bearer " + node.bearer_token);
    set(CURLOPT_URL, (node.url + (node.url.ends_with('/') ? "studies" : "/studies")).c_str());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_HTTPHEADER, headers_.get());
    set(CURLOPT_TIMEOUT, static_cast<long>(node.timeout_seconds));
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_WRITEFUNCTION, &keep_answer);
    set(CURLOPT_WRITEDATA, &answer_);
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_XFERINFOFUNCTION, &stop_when_cancelled);
    set(CURLOPT_XFERINFODATA, &progress);
    if (!node.user.empty()) {
      set(CURLOPT_USERNAME, node.user.c_str());
      set(CURLOPT_PASSWORD, node.password.c_str());
    }
    if (!node.trusted_certificates.empty())
      set(CURLOPT_CAINFO, node.trusted_certificates.c_str());
  }

  /// Returns curl's own error; empty when the server answered.
  std::string post(const std::string& file_bytes) {
    const std::string body =
        "--" + boundary_ + "\r\nContent-Type: application/dicom\r\n\r\n" + file_bytes + "\r\n--" + boundary_ + "--\r\n";
    set(CURLOPT_POSTFIELDS, body.data());
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    const CURLcode code = curl_easy_perform(handle_.get());
    return code == CURLE_OK ? std::string() : curl_easy_strerror(code);
  }

  [[nodiscard]] long status() const {
    long status = 0;
    curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status);
    return status;
  }
  [[nodiscard]] const std::string& answer() const { return answer_; }

private:
  void header(const std::string& line) {
    curl_slist* longer = curl_slist_append(headers_.get(), line.c_str());
    if (longer != nullptr && headers_ == nullptr)
      headers_.reset(longer);
  }
  template <typename Value> void set(CURLoption option, Value value) { curl_easy_setopt(handle_.get(), option, value); }

  std::unique_ptr<CURL, CurlDeleter> handle_;
  std::unique_ptr<curl_slist, CurlDeleter> headers_;
  std::string boundary_, answer_;
};

/// Whether an answer names failed instances (Failed SOP Sequence). What is no JSON names none.
bool names_failures(const std::string& answer) {
  const auto json = nlohmann::json::parse(answer, nullptr, false);
  const auto* object = json.is_array() && !json.empty() ? &json.front() : &json;
  if (!object->is_object())
    return false;
  const auto failed = object->find("00081198");
  return failed != object->end() && failed->is_object() && failed->contains("Value") && !(*failed)["Value"].empty();
}

void note_answer(Outgoing& outgoing, const StowRequest& request) {
  const long status = request.status();
  outgoing.delivery.code = static_cast<unsigned>(status);
  outgoing.delivery.message.clear();
  if ((status == kStored || status == kStoredWithWarning) && !names_failures(request.answer())) {
    outgoing.pending = false;
    outgoing.delivery.status = status == kStored ? DeliveryStatus::stored : DeliveryStatus::warning;
    if (status == kStoredWithWarning)
      outgoing.delivery.message = "The archive stored the object with a warning (HTTP 202).";
    return;
  }
  outgoing.delivery.message = "The archive refused the object with HTTP status " + std::to_string(status) + ".";
}

void send_one(Outgoing& outgoing, const DicomWebNode& node, const Progress& progress) {
  std::ifstream stream(outgoing.delivery.file, std::ios::binary);
  std::ostringstream bytes;
  bytes << stream.rdbuf();
  StowRequest request(node, progress);
  const std::string problem = request.post(bytes.str());
  if (problem.empty())
    note_answer(outgoing, request);
  else
    outgoing.delivery.message = "The archive cannot be reached (" + problem + ").";
}

Result<void> check(const DicomWebNode& node) {
  if (node.url.starts_with("http://") || node.url.starts_with("https://"))
    return {};
  return failure(ErrorCode::invalid_argument, "The archive's address must start with https:// or http://.");
}

void prepare_curl() {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

} // namespace

Result<DeliveryReport> send(const std::vector<std::filesystem::path>& files, const DicomWebNode& node,
                            const Progress& progress) {
  SPONDYL_CHECK(check(node));
  prepare_curl();
  SPONDYL_TRY(auto outgoing, read_outgoing(files));
  for (int attempt = 0; attempt < node.attempts && any_pending(outgoing); ++attempt) {
    for (std::size_t i = 0; i < outgoing.size(); ++i) {
      SPONDYL_CHECK(progress.check());
      if (outgoing[i].pending)
        send_one(outgoing[i], node, progress);
      progress.report(static_cast<double>(i + 1) / static_cast<double>(outgoing.size()), "sending");
    }
  }
  SPONDYL_CHECK(progress.check());
  return report_of(outgoing, "not part of DICOMweb");
}

} // namespace spondyl::dicom_net
