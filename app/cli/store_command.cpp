#include "store_command.h"

#include "audit_trail.h"
#include "measure_command.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <iomanip>
#include <iostream>
#include <nlohmann/json.hpp>
#include <spondyl/findings/findings_json.h>
#include <spondyl/findings/private_file.h>
#include <spondyl/pipeline/stored_findings.h>

namespace spondyl::cli {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

int failed(const Error& error, int code) {
  std::cerr << "spondyl: " << error.text() << '\n';
  return code;
}

/// findings.json files are named, or every one below a results folder is meant.
std::vector<fs::path> findings_files(const std::vector<std::string>& inputs) {
  std::vector<fs::path> files;
  for (const std::string& input : inputs) {
    std::error_code ignored;
    if (!fs::is_directory(input, ignored)) {
      files.emplace_back(input);
      continue;
    }
    for (const auto& entry : fs::recursive_directory_iterator(input, ignored))
      if (entry.path().filename() == "findings.json")
        files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

Json json_of(const store::Exam& exam) {
  return {{"exam", exam.id},
          {"patient",
           {{"id", exam.patient.id},
            {"issuer", exam.patient.issuer},
            {"name", exam.patient.name},
            {"birth_date", exam.patient.birth_date},
            {"sex", exam.patient.sex}}},
          {"study_date", exam.study_date},
          {"modality", exam.modality},
          {"series_instance_uid", exam.series_uid},
          {"study_instance_uid", exam.study_uid},
          {"revision", exam.revision},
          {"state", exam.sign_off},
          {"vertebrae", exam.vertebrae},
          {"added", exam.added}};
}

void print_line(const store::Exam& exam) {
  std::cout << std::right << std::setw(5) << exam.id << "  " << std::left << std::setw(9) << exam.study_date
            << std::setw(4) << exam.modality << std::setw(9) << exam.sign_off << "rev " << exam.revision << "  "
            << exam.vertebrae << " vertebrae  " << exam.patient.id << "  " << exam.patient.name << "  "
            << exam.patient.birth_date << ' ' << exam.patient.sex << '\n';
}

std::string list_of(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words)
    text += (text.empty() ? "" : ", ") + word;
  return text.empty() ? "-" : text;
}

std::string standing(const store::PriorProposal& prior) {
  if (prior.decided)
    return *prior.decided ? "confirmed by a reader" : "rejected by a reader";
  return prior.accepted() ? "the same person" : "a reader must confirm";
}

Json json_of(const store::PriorProposal& prior) {
  Json object = json_of(prior.exam);
  object["same_person"] = to_string(prior.identity.same);
  object["agreements"] = prior.identity.agreements;
  object["contradictions"] = prior.identity.contradictions;
  if (prior.decided)
    object["decided"] = *prior.decided;
  return object;
}

} // namespace

Result<store::Store> open_store(const std::string& option) {
  return store::Store::open(option.empty() ? store::default_file() : fs::path(option));
}

StoreCommand::StoreCommand(CLI::App& app) {
  command_ = app.add_subcommand("store", "The follow-up store: findings of this machine's patients over the years");
  command_->require_subcommand(1);
  command_->fallthrough();
  command_->add_option("--store", store_, "The store's file, else the one in the user's data folder");
  const auto exam = [this](CLI::App& command) {
    command.add_option("EXAM", exam_, "Number or Series Instance UID, as `store list` prints")->required();
  };
  CLI::App& add = *command_->add_subcommand("add", "Keep findings; the images stay where they are");
  add.add_option("FINDINGS", files_, "findings.json files, reports of Spondyl, or results folders")->required();
  CLI::App& list = *command_->add_subcommand("list", "Every exam");
  list.add_flag("--json", json_, "Print a JSON list");
  CLI::App& show = *command_->add_subcommand("show", "One exam: priors, edits, interventions");
  exam(show);
  show.add_flag("--json", json_, "Print JSON");
  CLI::App& exported = *command_->add_subcommand("export", "The findings of an exam as findings.json");
  exam(exported);
  exported.add_option("-o,--output", output_, "The file to write")->required();
  exam(*command_->add_subcommand("forget", "Remove an exam with all its revisions"));
  CLI::App& confirm = *command_->add_subcommand("confirm", "Two exams are of one person, or (--reject) are not");
  exam(confirm);
  confirm.add_option("OTHER", other_, "The other exam")->required();
  confirm.add_flag("--reject", reject_, "They are of different persons");
  confirm.add_option("--reader", reader_, "Who says so");
  CLI::App& mark = *command_->add_subcommand("mark", "An intervention between studies");
  exam(mark);
  mark.add_option("LEVEL", level_, "The vertebra, for example L1")->required();
  mark.add_option("KIND", kind_, "vertebroplasty, kyphoplasty or hardware")
      ->required()
      ->check(CLI::IsMember({"vertebroplasty", "kyphoplasty", "hardware"}));
  mark.add_option("--date", date_, "YYYYMMDD; without it, it counts between any two studies");
  mark.add_flag("--remove", remove_, "Take the mark back; without --date those of any date");
}

int StoreCommand::add(store::Store& store) const {
  int code = kDone;
  const auto files = findings_files(files_);
  if (files.empty())
    return failed({ErrorCode::not_found, "There are no findings in the input.", "Name findings.json files."},
                  kUnusableArguments);
  for (const fs::path& file : files) {
    const auto stored = pipeline::read_stored_findings(file);
    const auto added = stored ? store.add(stored->findings) : Result<store::Added>(tl::make_unexpected(stored.error()));
    if (!added) {
      code = failed(added.error(), kPartialFailure);
      continue;
    }
    std::cout << "exam " << added->id << ", revision " << added->revision
              << (added->is_new ? "" : ", was there already") << '\n';
  }
  return code;
}

Result<void> StoreCommand::list(store::Store& store) const {
  SPONDYL_TRY(const auto exams, store.exams());
  Json list = Json::array();
  for (const store::Exam& exam : exams) {
    if (json_)
      list.push_back(json_of(exam));
    else
      print_line(exam);
  }
  if (json_)
    std::cout << list.dump(1) << '\n';
  return {};
}

Result<void> StoreCommand::show(store::Store& store) const {
  SPONDYL_TRY(const auto exam, store.exam(exam_));
  SPONDYL_TRY(const auto priors, store.priors(exam.id));
  SPONDYL_TRY(const auto edits, store.edits(exam.id));
  SPONDYL_TRY(const auto interventions, store.interventions(exam.id));
  if (json_) {
    Json document = json_of(exam);
    document["priors"] = Json::array();
    for (const auto& prior : priors)
      document["priors"].push_back(json_of(prior));
    document["edits"] = Json::array();
    for (const store::Edit& edit : edits)
      document["edits"].push_back({{"revision", edit.revision},
                                   {"time", edit.time},
                                   {"ordinal", edit.ordinal},
                                   {"what", edit.what},
                                   {"before", edit.before},
                                   {"after", edit.after}});
    document["interventions"] = Json::array();
    for (const auto& done : interventions)
      document["interventions"].push_back(
          {{"level", done.level.name()}, {"kind", to_string(done.kind)}, {"date", done.date}});
    std::cout << document.dump(1) << '\n';
    return {};
  }
  print_line(exam);
  for (const auto& prior : priors) {
    std::cout << "  prior: " << standing(prior) << "; agrees: " << list_of(prior.identity.agreements)
              << "; contradicts: " << list_of(prior.identity.contradictions) << "\n  ";
    print_line(prior.exam);
  }
  for (const store::Edit& edit : edits)
    std::cout << "  revision " << edit.revision << ' ' << edit.time << " #" << edit.ordinal << ' ' << edit.what << ": "
              << edit.before << " -> " << edit.after << '\n';
  for (const auto& done : interventions)
    std::cout << "  " << done.level.name() << ' ' << to_string(done.kind) << ' ' << done.date << '\n';
  return {};
}

Result<void> StoreCommand::export_to(store::Store& store) const {
  SPONDYL_TRY(const auto exam, store.exam(exam_));
  SPONDYL_TRY(const auto findings, store.findings(exam.id));
  SPONDYL_CHECK(findings::write_private_file(output_, findings::to_json(findings) + "\n"));
  note(audit::Action::export_report, exam.series_uid, "json");
  return {};
}

Result<void> StoreCommand::forget(store::Store& store) const {
  SPONDYL_TRY(const auto exam, store.exam(exam_));
  SPONDYL_CHECK(store.forget(exam.id));
  std::cout << "Exam " << exam.id << " is forgotten. Copies made before a migration (*.before-version-*) and exported "
            << "files are yours to remove.\n";
  return {};
}

Result<void> StoreCommand::decide(store::Store& store) const {
  SPONDYL_TRY(const auto exam, store.exam(exam_));
  SPONDYL_TRY(const auto other, store.exam(other_));
  return store.decide(exam.id, other.id, {!reject_, reader_});
}

Result<void> StoreCommand::mark(store::Store& store) const {
  SPONDYL_TRY(const auto exam, store.exam(exam_));
  const auto level = VertebraLevel::parse(level_);
  if (!level)
    return failure(ErrorCode::invalid_argument, "'" + level_ + "' is no vertebra.", "Write it as L1.");
  if (!date_.empty() && !comparison::days_between(date_, date_))
    return failure(ErrorCode::invalid_argument, "'" + date_ + "' is no date.", "Write it as YYYYMMDD.");
  const auto kind = *std::ranges::find(comparison::kInterventionKinds, kind_,
                                       [](comparison::InterventionKind one) { return std::string(to_string(one)); });
  if (!remove_)
    return store.mark(exam.id, {*level, kind, date_});
  SPONDYL_TRY(const int removed, store.unmark(exam.id, {*level, kind, date_}));
  if (removed == 0)
    return failure(ErrorCode::not_found, "There is no such mark.", "`spondyl store show` lists them.");
  return {};
}

int StoreCommand::run() const {
  auto store = open_store(store_);
  if (!store)
    return failed(store.error(), kUnusableArguments);
  if (command_->got_subcommand("add"))
    return add(*store);
  const auto done = command_->got_subcommand("list")      ? list(*store)
                    : command_->got_subcommand("show")    ? show(*store)
                    : command_->got_subcommand("export")  ? export_to(*store)
                    : command_->got_subcommand("forget")  ? forget(*store)
                    : command_->got_subcommand("confirm") ? decide(*store)
                                                          : mark(*store);
  return done ? kDone : failed(done.error(), done.error().code == ErrorCode::io ? kPartialFailure : kUnusableArguments);
}

} // namespace spondyl::cli
