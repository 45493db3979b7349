#include "example_report.h"

#include <fstream>
#include <functional>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <set>
#include <spondyl/example_findings/example_findings.h>
#include <spondyl/sign_off/sign_off.h>

// Valijson's own headers do not meet this project's warnings.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wshadow"
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>
#pragma GCC diagnostic pop

namespace spondyl::plugins {
namespace {

using Json = nlohmann::json;

/// Draft 2020-12 says of a list of fixed length what draft 7, which Valijson knows, says in other words.
void rewrite_as_draft7(Json& schema) {
  if (schema.is_object() && schema.contains("prefixItems")) {
    schema["items"] = schema["prefixItems"];
    schema["additionalItems"] = false;
    schema.erase("prefixItems");
  }
  if (schema.is_structured())
    for (Json& part : schema)
      rewrite_as_draft7(part);
}

/// What a schema has against a document; empty when it is valid.
std::vector<std::string> problems(const Json& document, const char* schema_file) {
  std::ifstream stream(schema_file);
  Json text = Json::parse(stream);
  rewrite_as_draft7(text);
  valijson::Schema schema;
  valijson::SchemaParser(valijson::SchemaParser::kDraft7)
      .populateSchema(valijson::adapters::NlohmannJsonAdapter(text), schema);
  valijson::ValidationResults results;
  valijson::Validator(valijson::Validator::kStrongTypes)
      .validate(schema, valijson::adapters::NlohmannJsonAdapter(document), &results);
  std::vector<std::string> list;
  for (valijson::ValidationResults::Error error; results.popError(error);) {
    std::string place;
    for (const std::string& step : error.context)
      place += step;
    list.push_back(place + ": " + error.description);
  }
  return list;
}

Json bundle_of(const Findings& findings) {
  return Json::parse(Reports(findings).write("fhir"));
}

Json resource_of(const Json& bundle, const std::string& type) {
  for (const Json& entry : bundle.at("entry"))
    if (entry.at("resource").at("resourceType") == type)
      return entry.at("resource");
  ADD_FAILURE() << "no " << type;
  return {};
}

TEST(FhirReport, FitsTheR4Schema) {
  Findings anonymous = example_findings();
  anonymous.patient.reset();
  for (const Findings& findings : {example_findings(), anonymous, example_findings::full(), example_findings::film()})
    EXPECT_EQ(problems(bundle_of(findings), SPONDYL_FHIR_SCHEMA), std::vector<std::string>{});
}

TEST(FhirReport, TheSchemaRefusesWhatR4DoesNotKnow) {
  Json bundle = bundle_of(example_findings());
  bundle["entry"][0]["resource"]["status"] = "ready";
  EXPECT_FALSE(problems(bundle, SPONDYL_FHIR_SCHEMA).empty());
  bundle = bundle_of(example_findings());
  bundle["entry"][0]["resource"]["hight"] = 3;
  EXPECT_FALSE(problems(bundle, SPONDYL_FHIR_SCHEMA).empty());
}

TEST(FhirReport, EveryReferenceLeadsToAnEntry) {
  const Json bundle = bundle_of(example_findings::full());
  std::vector<std::string> known;
  for (const Json& entry : bundle.at("entry"))
    known.push_back(entry.at("fullUrl"));
  const Json report = resource_of(bundle, "DiagnosticReport");
  ASSERT_EQ(report.at("result").size(), 6U); // bodies, discs, the spine
  for (const Json& reference : report.at("result"))
    EXPECT_THAT(known, testing::Contains(reference.at("reference")));
  EXPECT_THAT(known, testing::Contains(report.at("subject").at("reference")));
}

TEST(FhirReport, IsPreliminaryUntilSigned) {
  EXPECT_EQ(resource_of(bundle_of(example_findings()), "DiagnosticReport").at("status"), "preliminary");
  const auto done = sign_off::sign(example_findings(), {"Reader^Rita", ""}, "2026-01-03T00:00:00Z");
  ASSERT_TRUE(done);
  EXPECT_EQ(resource_of(bundle_of(*done), "DiagnosticReport").at("status"), "final");
}

TEST(FhirReport, NamesTheBodyInBodySiteAndHeightsAsComponents) {
  const Json observation = resource_of(bundle_of(example_findings()), "Observation");
  EXPECT_EQ(observation.at("bodySite").at("coding").at(0).at("code"), "61032001"); // L1 body, SCT
  EXPECT_DOUBLE_EQ(observation.at("component").at(0).at("valueQuantity").at("value"), 17.5);
  EXPECT_EQ(observation.at("component").at(0).at("valueQuantity").at("code"), "mm");
}

/// The first value of that code in an Observation, null when there is none.
Json component_of(const Json& observation, const std::string& code) {
  for (const Json& component : observation.value("component", Json::array()))
    if (component.at("code").at("coding").at(0).at("code") == code)
      return component;
  return nullptr;
}

/// The value of a quantity and its uncertainty, -1 where there is none.
std::pair<double, double> quantity_of(const Json& observation, const std::string& code) {
  const Json component = component_of(observation, code);
  if (!component.is_object() || !component.contains("valueQuantity"))
    return {-1.0, -1.0};
  const Json& quantity = component.at("valueQuantity");
  return {quantity.at("value"),
          quantity.contains("extension") ? quantity["extension"][0]["valueDecimal"].get<double>() : -1.0};
}

std::vector<Json> observations_of(const Json& bundle, const std::string& code) {
  std::vector<Json> found;
  for (const Json& entry : bundle.at("entry"))
    if (const Json& resource = entry.at("resource"); resource.at("resourceType") == "Observation")
      if (resource.at("code").at("coding").at(0).at("code") == code)
        found.push_back(resource);
  return found;
}

TEST(FhirReport, SaysHowProbableEachGradeIs) {
  const Findings findings = example_findings::full();
  const auto bodies = observations_of(bundle_of(findings), "morphometry");
  ASSERT_EQ(bodies.size(), findings.vertebrae.size());
  const std::pair<const char*, double> shares[] = {
      {"p-0", 0.0}, {"p-0.5", 0.1}, {"p-1", 0.35}, {"p-2", 0.5}, {"p-3", 0.05}};
  for (const auto& [code, share] : shares)
    EXPECT_EQ(quantity_of(bodies[0], code).first, share) << code;
  EXPECT_EQ(component_of(bodies[0], "between-low")["valueCodeableConcept"]["coding"][0]["code"], "grade-1");
  EXPECT_EQ(component_of(bodies[0], "between-high")["valueCodeableConcept"]["coding"][0]["code"], "grade-2");
  EXPECT_TRUE(component_of(bodies[1], "p-0").is_null()) << "a body that was not graded";
}

TEST(FhirReport, GivesEveryValueWithItsUncertainty) {
  const Findings findings = example_findings::full();
  const Json body = observations_of(bundle_of(findings), "morphometry").at(0);
  const VertebraFinding& vertebra = findings.vertebrae[0];
  EXPECT_EQ(quantity_of(body, "height-mid").second, *vertebra.heights.middle->uncertainty);
  EXPECT_EQ(quantity_of(body, "loss-mid-adj"), std::pair(100 * 0.29, 100 * 0.014));
  EXPECT_EQ(quantity_of(body, "loss-post"), std::pair(100 * -0.019, -1.0));
  EXPECT_EQ(quantity_of(body, "wedge-angle"), std::pair(*vertebra.wedge_angle, 1.5));
  EXPECT_EQ(quantity_of(body, "local-cobb").first, -14.25);
  EXPECT_EQ(quantity_of(body, "slip"), std::pair(-3.1, 0.4));
}

TEST(FhirReport, HoldsDiscsAnglesAndTheDeformityIndex) {
  const Findings findings = example_findings::full();
  const Json bundle = bundle_of(findings);
  const auto discs = observations_of(bundle, "disc");
  ASSERT_EQ(discs.size(), 2U);
  EXPECT_EQ(discs[0]["bodySite"]["text"], "L1/#2");
  EXPECT_EQ(discs[1]["bodySite"]["text"], "#2/S1");
  EXPECT_EQ(quantity_of(discs[0], "disc-ant").first, 7.1);
  EXPECT_EQ(quantity_of(discs[0], "disc-index"), std::pair(0.24, 0.02));
  EXPECT_EQ(quantity_of(discs[0], "disc-angle").first, 4.5);
  const auto spine = observations_of(bundle, "spine");
  ASSERT_EQ(spine.size(), 1U);
  EXPECT_EQ(quantity_of(spine[0], "lordosis"), std::pair(findings.angles[0].degrees, 2.5));
  EXPECT_EQ(quantity_of(spine[0], "kyphosis").first, 33.5);
  EXPECT_EQ(quantity_of(spine[0], "sdi").first, 2.0);
  EXPECT_EQ(component_of(spine[0], "sdi-missing")["valueString"], "T4");
}

/// Every coding of a document, whatever it is in.
void each_coding(const Json& part, const std::function<void(const Json&)>& action) {
  if (part.is_object() && part.contains("system") && part.contains("code") && part.contains("display"))
    action(part);
  if (part.is_structured())
    for (const Json& inner : part)
      each_coding(inner, action);
}

TEST(FhirReport, PrivateCodesAreThoseOfTheConformanceStatement) {
  std::ifstream stream(SPONDYL_CONFORMANCE);
  const std::string statement{std::istreambuf_iterator<char>(stream), {}};
  std::set<std::string> codes;
  each_coding(bundle_of(example_findings::full()), [&](const Json& coding) {
    if (!coding.at("system").get<std::string>().starts_with("urn:oid:"))
      return;
    EXPECT_THAT(statement, testing::HasSubstr("`" + coding.at("system").get<std::string>() + "`"));
    const std::string code = coding.at("code");
    EXPECT_THAT(statement, testing::HasSubstr("| `" + code + "` | " + coding.at("display").get<std::string>() + " |"));
    codes.insert(code);
  });
  EXPECT_THAT(codes, testing::IsSupersetOf({"height-ant", "height-mid", "height-post", "genant", "six-point"}));
}

TEST(FindingsSchemaByALibrary, FitsTheJsonReport) {
  const Json findings = Json::parse(Reports().write("json"));
  EXPECT_EQ(problems(findings, SPONDYL_FINDINGS_SCHEMA), std::vector<std::string>{});
}

} // namespace
} // namespace spondyl::plugins
