#include "schema.h"

namespace spondyl::store {
namespace {

// Findings are kept as the text of findings.json, which has a schema and a version of its own; what is searched for
// stands beside it in columns.
constexpr const char* kVersion1 = R"sql(
CREATE TABLE person (
  id INTEGER PRIMARY KEY,
  patient_id TEXT NOT NULL, issuer TEXT NOT NULL, name TEXT NOT NULL, birth_date TEXT NOT NULL, sex TEXT NOT NULL,
  UNIQUE (patient_id, issuer, name, birth_date, sex)
) STRICT;
CREATE TABLE exam (
  id INTEGER PRIMARY KEY,
  person INTEGER NOT NULL REFERENCES person (id),
  study_uid TEXT NOT NULL, series_uid TEXT NOT NULL UNIQUE, study_date TEXT NOT NULL, modality TEXT NOT NULL
) STRICT;
CREATE TABLE revision (
  exam INTEGER NOT NULL REFERENCES exam (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  added TEXT NOT NULL, digest TEXT NOT NULL, sign_off TEXT NOT NULL, vertebrae INTEGER NOT NULL,
  software TEXT NOT NULL, findings TEXT NOT NULL,
  PRIMARY KEY (exam, number)
) STRICT;
CREATE TABLE edit (
  exam INTEGER NOT NULL, revision INTEGER NOT NULL, ordinal INTEGER NOT NULL,
  what TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL,
  FOREIGN KEY (exam, revision) REFERENCES revision (exam, number) ON DELETE CASCADE
) STRICT;
CREATE TABLE signature (
  exam INTEGER NOT NULL, revision INTEGER NOT NULL,
  state TEXT NOT NULL, reader TEXT NOT NULL, organization TEXT NOT NULL, time TEXT NOT NULL,
  FOREIGN KEY (exam, revision) REFERENCES revision (exam, number) ON DELETE CASCADE
) STRICT;
CREATE TABLE decision (
  person INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  other INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  same_person INTEGER NOT NULL, reader TEXT NOT NULL, time TEXT NOT NULL,
  PRIMARY KEY (person, other), CHECK (person < other)
) STRICT;
CREATE TABLE intervention (
  person INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  level TEXT NOT NULL, kind TEXT NOT NULL, date TEXT NOT NULL, time TEXT NOT NULL,
  UNIQUE (person, level, kind, date)
) STRICT;
CREATE INDEX exam_of_person ON exam (person);
CREATE INDEX edit_of_exam ON edit (exam);
CREATE INDEX signature_of_exam ON signature (exam);
)sql";

} // namespace

const database::Schema& schema() {
  static const database::Schema all{0x53504655 /* "SPFU" */, "the follow-up store", {kVersion1}};
  return all;
}

} // namespace spondyl::store
