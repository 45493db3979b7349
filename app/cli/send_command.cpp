#include "send_command.h"

#include "audit_trail.h"
#include "measure_command.h"
#include "terminal_progress.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <nlohmann/json.hpp>
#include <spondyl/dicom_net/address.h>

namespace spondyl::cli {
namespace {

namespace fs = std::filesystem;
using dicom_net::Delivery;
using dicom_net::DeliveryReport;

/// Secrets come from the environment: arguments are seen by every user of the machine.
std::string secret(const char* variable) {
  const char* value = std::getenv(variable);
  return value == nullptr ? "" : value;
}

void print(const DeliveryReport& report) {
  for (const Delivery& delivery : report.deliveries) {
    std::cout << to_string(delivery.status) << "  " << delivery.file.string();
    std::cout << (delivery.message.empty() ? "" : "  " + delivery.message) << '\n';
  }
  if (!report.commitment.empty())
    std::cout << "Storage commitment: " << report.commitment << '\n';
  if (const auto again = report.to_retry(); !again.empty())
    std::cout << again.size() << " not accepted: send the same files again.\n";
}

void print_json(const DeliveryReport& report) {
  nlohmann::ordered_json document = {{"deliveries", nlohmann::ordered_json::array()},
                                     {"commitment", report.commitment}};
  for (const Delivery& delivery : report.deliveries)
    document["deliveries"].push_back({{"file", delivery.file.string()},
                                      {"sop_instance_uid", delivery.sop_instance_uid},
                                      {"status", to_string(delivery.status)},
                                      {"code", delivery.code},
                                      {"message", delivery.message}});
  std::cout << document.dump(1) << '\n';
}

int failed(const Error& error) {
  std::cerr << "spondyl: " << error.text() << '\n';
  return kUnusableArguments;
}

} // namespace

SendCommand::SendCommand(CLI::App& app) {
  CLI::App& command = *app.add_subcommand("send", "Send DICOM objects to an archive");
  command.add_option("FILE", inputs_, "DICOM files, or folders whose *.dcm are sent")->required();
  command.add_option("--to", to_, "HOST:PORT (C-STORE), or the http(s) address of a DICOMweb service (STOW-RS)")
      ->required();
  command.add_option("--called", called_title_, "Application entity title of the archive")->capture_default_str();
  command.add_option("--calling", calling_title_, "Our own")->capture_default_str();
  command.add_flag("--tls", tls_, "C-STORE over TLS; needs --trusted");
  command.add_option("--trusted", trusted_, "PEM file of the authorities that vouch for the archive");
  command.add_option("--certificate", certificate_, "PEM file of our own certificate");
  command.add_option("--key", key_, "PEM file of its private key");
  command.add_flag("--no-commitment", no_commitment_, "Do not ask for storage commitment");
  command.add_flag("--json", json_, "Print what became of each file as JSON");
  command.footer("STOW-RS takes SPONDYL_DICOMWEB_USER and SPONDYL_DICOMWEB_PASSWORD, or SPONDYL_DICOMWEB_TOKEN,\n"
                 "from the environment.");
}

Result<std::vector<fs::path>> SendCommand::files() const {
  std::vector<fs::path> files;
  for (const std::string& input : inputs_) {
    std::error_code error;
    if (!fs::exists(input, error))
      return failure(ErrorCode::not_found, "There is no " + input + ".");
    if (!fs::is_directory(input, error)) {
      files.emplace_back(input);
      continue;
    }
    std::vector<fs::path> inside;
    for (const auto& entry : fs::directory_iterator(input, error))
      if (entry.path().extension() == ".dcm")
        inside.push_back(entry.path());
    std::ranges::sort(inside);
    files.insert(files.end(), inside.begin(), inside.end());
  }
  if (files.empty())
    return failure(ErrorCode::not_found, "There are no *.dcm files to send.");
  return files;
}

Result<dicom_net::DicomNode> SendCommand::node() const {
  dicom_net::DicomNode node;
  SPONDYL_TRY(const auto address, dicom_net::parse_host(to_));
  node.host = address.first;
  node.port = address.second;
  node.called_title = called_title_;
  node.calling_title = calling_title_;
  node.tls = tls_;
  node.tls_options = {trusted_, certificate_, key_};
  node.ask_for_commitment = !no_commitment_;
  return node;
}

Result<DeliveryReport> SendCommand::deliver(const std::vector<fs::path>& files) const {
  const TerminalProgress terminal(json_);
  if (dicom_net::is_web(to_)) {
    dicom_net::DicomWebNode web;
    web.url = to_;
    web.user = secret("SPONDYL_DICOMWEB_USER");
    web.password = secret("SPONDYL_DICOMWEB_PASSWORD");
    web.bearer_token = secret("SPONDYL_DICOMWEB_TOKEN");
    web.trusted_certificates = trusted_;
    return dicom_net::send(files, web, terminal.progress());
  }
  SPONDYL_TRY(const auto archive, node());
  return dicom_net::send(files, archive, terminal.progress());
}

int SendCommand::run() const {
  const auto found = files();
  if (!found)
    return failed(found.error());
  const auto report = deliver(*found);
  if (!report)
    return failed(report.error());
  for (const Delivery& delivery : report->deliveries)
    note(audit::Action::send, delivery.sop_instance_uid, to_string(delivery.status));
  json_ ? print_json(*report) : print(*report);
  return report->all_accepted() ? kDone : kPartialFailure;
}

} // namespace spondyl::cli
