#include "orthanc.h"

#include <arpa/inet.h>
#include <array>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <fstream>
#include <netinet/in.h>
#include <nlohmann/json.hpp>
#include <poll.h>
#include <spawn.h>
#include <spondyl/test_support/command.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace spondyl::dicom_output {
namespace {

namespace fs = std::filesystem;

/// A port that nobody uses now.
int free_port() {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  ::bind(socket, reinterpret_cast<sockaddr*>(&address), length);
  ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &length);
  ::close(socket);
  return ntohs(address.sin_port);
}

std::string program() {
  for (const char* path : {"/usr/sbin/Orthanc", "/usr/bin/Orthanc"})
    if (fs::exists(path))
      return path;
  return {};
}

/// Reads the log until it says the archive has started, at most 60 s; false when it ended before.
bool wait_for_start(int log) {
  constexpr int kMilliseconds = 60'000;
  std::string text;
  std::array<char, 4096> buffer{};
  pollfd waiting{log, POLLIN, 0};
  while (text.find("Orthanc has started") == std::string::npos) {
    if (::poll(&waiting, 1, kMilliseconds) <= 0)
      return false;
    const ssize_t count = ::read(log, buffer.data(), buffer.size());
    if (count <= 0)
      return false;
    text.append(buffer.data(), static_cast<std::size_t>(count));
  }
  return true;
}

std::string curl(const std::string& arguments) {
  return test_support::run_command("curl -s --noproxy '*' " + arguments).output;
}

/// A certificate of its own making for 127.0.0.1, and what makes Orthanc show it.
bool add_tls(const fs::path& folder, nlohmann::json& configuration) {
  const std::string key = (folder / "key.pem").string(), certificate = (folder / "cert.pem").string();
  const auto made = test_support::run_command(
      "openssl req -x509 -newkey rsa:3072 -nodes -days 2 -subj /CN=127.0.0.1 -keyout " + key + " -out " + certificate);
  configuration["DicomTlsEnabled"] = true;
  configuration["DicomTlsPrivateKey"] = key;
  configuration["DicomTlsCertificate"] = certificate;
  configuration["DicomTlsTrustedCertificates"] = certificate;
  configuration["DicomTlsRemoteCertificateRequired"] = false;
  return made.exit_code == 0;
}

} // namespace

std::unique_ptr<Orthanc> Orthanc::start(const fs::path& folder, std::string& why, bool tls) {
  if (program().empty() || !test_support::is_installed("curl")) {
    why = "Orthanc or curl is not installed (packages orthanc, orthanc-dicomweb, curl)";
    return nullptr;
  }
  std::unique_ptr<Orthanc> orthanc(new Orthanc);
  orthanc->dicom_port_ = free_port();
  orthanc->http_port_ = free_port();
  orthanc->commitment_port_ = free_port();
  orthanc->folder_ = folder;
  nlohmann::json configuration = {
      {"Name", "test"},
      {"StorageDirectory", (folder / "storage").string()},
      {"IndexDirectory", (folder / "storage").string()},
      {"HttpPort", orthanc->http_port_},
      {"DicomPort", orthanc->dicom_port_},
      {"DicomAet", "ORTHANC"},
      {"RemoteAccessAllowed", false},
      {"AuthenticationEnabled", false},
      {"DicomAlwaysAllowStore", true},
      {"DicomModalities", {{"spondyl", {"SPONDYL", "127.0.0.1", orthanc->commitment_port_}}}},
      {"Plugins", {"/usr/share/orthanc/plugins"}},
      {"DicomWeb", {{"Enable", true}, {"Root", "/dicom-web/"}}}};
  if (tls && !add_tls(folder, configuration)) {
    why = "openssl is not installed (package openssl)";
    return nullptr;
  }
  std::ofstream(folder / "orthanc.json") << configuration;
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0)
    return nullptr;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
  std::string name = program(), file = (folder / "orthanc.json").string();
  std::array<char*, 3> arguments = {name.data(), file.data(), nullptr};
  const int spawned = ::posix_spawn(&orthanc->process_, name.c_str(), &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  ::close(ends[1]);
  const bool started = spawned == 0 && wait_for_start(ends[0]);
  // The log is left unread from here on: Orthanc writes little, and a pipe holds 64 KiB.
  orthanc->log_ = ends[0];
  if (started)
    return orthanc;
  why = "Orthanc does not start here";
  return nullptr;
}

Orthanc::~Orthanc() {
  if (process_ > 0) {
    ::kill(process_, SIGTERM);
    ::waitpid(process_, nullptr, 0);
  }
  if (log_ >= 0)
    ::close(log_);
}

std::string Orthanc::dicomweb_url() const {
  return "http://127.0.0.1:" + std::to_string(http_port_) + "/dicom-web";
}

std::string Orthanc::stored_file(const std::string& sop_instance_uid) const {
  const std::string root = "http://127.0.0.1:" + std::to_string(http_port_);
  const auto found = nlohmann::json::parse(curl(root + "/tools/lookup -d " + sop_instance_uid), nullptr, false);
  if (!found.is_array() || found.empty())
    return {};
  return curl(root + "/instances/" + found[0]["ID"].get<std::string>() + "/file");
}

} // namespace spondyl::dicom_output
