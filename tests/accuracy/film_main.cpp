// spondyl-film-accuracy: films simulated from phantoms and from CT with reference landmarks, measured; a table of what
// the film says against what the CT says.

#include "film_experiment.h"
#include "kept_section.h"

#include <CLI/CLI.hpp>
#include <iostream>

namespace {

using namespace spondyl::accuracy;

struct Arguments {
  std::filesystem::path data, write, documentation;
  bool quick = false, print_films = false;
};

constexpr const char* kAbout = "## Simulated films\n\n"
                               "Written by `spondyl-film-accuracy DATA --docs docs`. Phantoms and CT with reference "
                               "landmarks, some of them broken, "
                               "projected into lateral films with known corners; what the film says, at the spine's "
                               "magnification, less what the CT "
                               "says (mm). Readers of films mark the bright line of an endplate and not the outer edge "
                               "of the bone: about 2 mm less "
                               "per height, and no error (docs/measurement.md).\n\n";

int write_section(const std::filesystem::path& page, const std::string& text) {
  const auto written = write_text(page, with_section(text_of(page), kFilmSection, text));
  if (!written)
    std::cerr << "spondyl-film-accuracy: " << written.error().text() << '\n';
  return written ? 0 : 1;
}

int run(const Arguments& arguments) {
  std::vector<FilmSubject> subjects = film_phantoms(arguments.quick);
  if (!arguments.data.empty())
    std::ranges::move(film_scans(arguments.data, arguments.quick), std::back_inserter(subjects));
  constexpr FilmStart starts[] = {FilmStart::clicks, FilmStart::noisy_clicks, FilmStart::automatic};
  std::vector<FilmTrial> trials[std::size(starts)];
  for (const FilmSubject& subject : subjects)
    for (const SimulatedCase& film : films_of(subject, arguments.quick)) {
      if (!arguments.write.empty()) {
        const std::string name = film.name + "-" + film.exposure.substr(0, film.exposure.find(' '));
        if (const auto written = write_simulated(film, arguments.write / name); !written) {
          std::cerr << "spondyl-film-accuracy: " << written.error().text() << '\n';
          return 1;
        }
        continue;
      }
      for (std::size_t k = 0; k < std::size(starts); ++k) {
        trials[k].push_back(measure_simulated(film, starts[k]));
        const FilmTrial& t = trials[k].back();
        if (arguments.print_films)
          std::cerr << t.name << ", " << t.exposure << ", " << to_string(starts[k]) << ": " << t.found.size() << "/"
                    << t.bodies << " false " << t.false_bodies << " " << t.seconds << " s " << t.failure << std::endl;
      }
    }
  if (!arguments.write.empty())
    return 0;
  std::string text = kAbout;
  if (arguments.quick)
    text += "`--quick`: one phantom and the unbroken CT scans, two exposures of each.\n\n";
  for (std::size_t k = 0; k < std::size(starts); ++k)
    text += "### " + std::string(to_string(starts[k])) + "\n\n" + film_table(trials[k]) + "\n";
  std::cout << text;
  return arguments.documentation.empty() ? 0 : write_section(arguments.documentation / "accuracy.md", text);
}

} // namespace

int main(int argc, char** argv) {
  Arguments arguments;
  CLI::App app{"Measures lateral films simulated from phantoms, and from CT scans with reference landmarks."};
  app.add_option("DATA", arguments.data, "folder of reference cases; phantoms only where it is left out");
  app.add_option("--write", arguments.write, "write every film as DICOM with its truth.json and measure nothing");
  app.add_option("--docs", arguments.documentation,
                 "also put the table into accuracy.md there, the rest left as it is");
  app.add_flag("--quick", arguments.quick, "fewer subjects and exposures");
  app.add_flag("--films", arguments.print_films, "one line per film while it runs");
  CLI11_PARSE(app, argc, argv);
  return run(arguments);
}
