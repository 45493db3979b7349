// What changed since another study, and how its views and outlines lie on the current ones.
#include "phantom_document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spondyl/view_model/findings_table.h>
#include <spondyl/view_model/follow_up.h>
#include <spondyl/view_model/linked_views.h>

namespace spondyl::view_model::test {
namespace {

using comparison::ChangeVerdict;
using testing::HasSubstr;

/// The same person two years before, L1 whole, lying otherwise in the scanner.
phantom::PhantomSpine spine_before() {
  return phantom::PhantomSpine().levels("T12", "L4").tilted(5).oblique(3);
}

Findings findings_before() {
  Findings findings = measured_findings();
  findings.study.date = "20240101";
  findings.study.uid = "1.2.3.9";
  findings.series_instance_uid = "1.2.3.9.1";
  findings.images.frame_of_reference_uid = "1.2.9";
  findings.vertebrae = measured_vertebrae(spine_before());
  return findings;
}

Findings findings_now() {
  Findings findings = measured_findings();
  findings.study.date = "20260101";
  return findings;
}

std::shared_ptr<const PriorStudy> confirmed(Findings findings) {
  auto prior = std::make_shared<PriorStudy>(prior_study(std::move(findings)));
  prior->same_person_confirmed = true;
  return prior;
}

class Compared : public testing::Test {
protected:
  Compared() {
    follow_up.set_prior(confirmed(findings_before()));
    update();
  }
  void update() { follow_up.update(document.base(), document.state()); }

  ReviewDocument document{ct_series(), findings_now(), nullptr, reader()};
  FollowUp follow_up;
};

TEST_F(Compared, TheVertebraThatLostHeightIsNewAndTheOthersAreStable) {
  const auto rows = findings_table(document.state(), &follow_up);
  ASSERT_EQ(rows.size(), 5U);
  EXPECT_EQ(rows[1].cell(Column::level).text, "L1");
  EXPECT_EQ(rows[1].cell(Column::verdict).text, "new");
  EXPECT_THAT(rows[1].cell(Column::change_percent).text, HasSubstr("anterior"));
  EXPECT_THAT(rows[1].cell(Column::change_percent).text, HasSubstr("*"));
  EXPECT_THAT(rows[1].cell(Column::change_percent).spoken, HasSubstr("beyond measurement error"));
  EXPECT_THAT(rows[1].cell(Column::change_millimetres).text, HasSubstr("mm"));
  EXPECT_THAT(rows[1].cell(Column::verdict).tooltip, HasSubstr("minimal detectable"));
  EXPECT_THAT(rows[1].cell(Column::verdict).tooltip, HasSubstr("Incident fracture"));
  for (const std::size_t i : {0U, 2U, 3U, 4U})
    EXPECT_EQ(rows[i].cell(Column::verdict).text, "stable") << i;
  EXPECT_THAT(follow_up_text(*follow_up.comparison()), HasSubstr("Compared with 2024-01-01, 731 days ago: new L1"));
}

TEST_F(Compared, TheChangeFollowsALandmarkWhileItIsDragged) {
  const VertebraKey l3 = key_of(document, "L3");
  const double before = follow_up.change_of(l3)->heights[0].change;
  ASSERT_TRUE(document.drag(lower_corner(document, l3, 8.0)));
  const BodyFrame joined = follow_up.link_at(l3)->from;
  follow_up.update(document.base(), document.state(), true);
  EXPECT_EQ(follow_up.link_at(l3)->from.centre, joined.centre) << "the studies stay where they lie";
  EXPECT_LT(follow_up.change_of(l3)->heights[0].change, before - 0.2);
  EXPECT_NE(follow_up.change_of(l3)->verdict, ChangeVerdict::stable);
  document.cancel_drag();
  update();
  EXPECT_DOUBLE_EQ(follow_up.change_of(l3)->heights[0].change, before);
}

TEST_F(Compared, WithoutAPriorTheColumnsAreEmpty) {
  follow_up.set_prior(nullptr);
  update();
  EXPECT_EQ(follow_up.comparison(), nullptr);
  EXPECT_EQ(findings_table(document.state(), &follow_up)[1].cell(Column::verdict).text, "");
  EXPECT_FALSE(follow_up.link_at(key_of(document, "L1")));
}

TEST_F(Compared, WhatTheImagesSaidHoldsWhenVertebraeAreRenamedAndRemoved) {
  std::vector<comparison::BodyPair> pairs;
  for (int i = 1; i <= 5; ++i)
    pairs.push_back({i, i});
  EXPECT_FALSE(follow_up.match_holds_for(document.state()));
  follow_up.set_match(pairs, document.state());
  const VertebraKey l2 = key_of(document, "L2");
  ASSERT_TRUE(document.apply(DeleteVertebra{key_of(document, "T12")})); // every ordinal moves
  ASSERT_TRUE(document.apply(ShiftLevels{1}));
  EXPECT_TRUE(follow_up.match_holds_for(document.state()));
  update();
  EXPECT_TRUE(follow_up.comparison()->matched_by_image);
  EXPECT_TRUE(follow_up.comparison()->numbering_differs);
  EXPECT_THAT(follow_up_text(*follow_up.comparison()), HasSubstr("the numbering slipped"));
  EXPECT_EQ(follow_up.change_of(l2)->verdict, ChangeVerdict::stable) << follow_up.change_of(l2)->reason;
}

TEST_F(Compared, AContradictionIsNotComparedBeforeAReaderConfirms) {
  Findings other = findings_before();
  other.patient = PatientInfo{"7", "", "Doe^Jane", "19500101", "F", ""};
  Findings mine = findings_now();
  mine.patient = PatientInfo{"7", "", "Roe^Mary", "19610101", "F", ""};
  auto prior = std::make_shared<PriorStudy>(prior_study(other));
  follow_up.set_prior(prior);
  follow_up.update(mine, document.state());
  EXPECT_EQ(follow_up.change_of(key_of(document, "L1"))->verdict, ChangeVerdict::not_comparable);
  const auto rows = findings_table(document.state(), &follow_up);
  EXPECT_EQ(rows[1].cell(Column::verdict).text, "not comparable");
  EXPECT_THAT(rows[1].cell(Column::verdict).spoken, HasSubstr("different persons"));
  follow_up.set_prior(confirmed(other));
  follow_up.update(mine, document.state());
  EXPECT_EQ(follow_up.change_of(key_of(document, "L1"))->verdict, ChangeVerdict::newly_fractured);
}

TEST_F(Compared, ThePriorsOutlineLiesOnTheSameVertebraAndTheReverse) {
  const VertebraKey l3 = key_of(document, "L3");
  const auto frame = frame_of(std::get<SixPoints>(*vertebra(document, l3).landmarks));
  const SlicePlane plane = vertebra_plane(*frame, *ct_series().geometry);
  OtherStudyInput input{&follow_up, &document.state(), OverlaidStudy::prior_on_current, onto(plane)};
  const OverlayScene scene = other_study_overlay(input);
  EXPECT_EQ(scene.lines.size(), 5U);
  const OverlayLine& line = scene.lines[3];
  EXPECT_TRUE(line.dotted && line.closed);
  // An unchanged body lies on itself.
  const PlanePoint corner = plane.project(std::get<SixPoints>(*vertebra(document, l3).landmarks).anterior_superior);
  EXPECT_NEAR(line.points[0].x, corner.x, 0.5);
  EXPECT_NEAR(line.points[0].y, corner.y, 0.5);

  // Of the broken body the posterior wall lies on itself, and what was lost shows in front.
  const auto& broken = std::get<SixPoints>(*vertebra(document, key_of(document, "L1")).landmarks);
  const OverlayLine& before = scene.lines[1];
  const PlanePoint wall = plane.project(broken.posterior_superior), front = plane.project(broken.anterior_superior),
                   front_below = plane.project(broken.anterior_inferior);
  EXPECT_NEAR(before.points[2].y, wall.y, 0.5);
  EXPECT_NEAR((front.y - before.points[0].y) + (before.points[5].y - front_below.y), 0.30 * 25.0, 2.0);

  const auto link = follow_up.link_at(l3);
  ASSERT_TRUE(link);
  input.overlaid = OverlaidStudy::current_on_prior;
  input.projection = onto(linked_plane(plane, *link, *ct_series().geometry));
  const OverlayScene reverse = other_study_overlay(input);
  EXPECT_NEAR(reverse.lines[3].points[0].x, corner.x, 1e-6) << "the same picture coordinates in both studies";
  EXPECT_NEAR(reverse.lines[3].points[0].y, corner.y, 1e-6);
}

class LinkedStudies : public Compared {
protected:
  LinkedStudies() {
    l3 = key_of(document, "L3");
    frame = *frame_of(std::get<SixPoints>(*vertebra(document, l3).landmarks));
    current = views.add(view_of("now", "1.2.3", spine()));
    prior = views.add(view_of("before", "1.2.9", spine_before()));
    link = *follow_up.link_at(l3);
    views.link_studies(StudyLink{"now", "before", link});
    views.show_vertebra(current, frame, 25.0);
  }
  static SliceView view_of(const std::string& key, const std::string& space, const phantom::PhantomSpine& of) {
    SliceView view;
    view.series_key = key;
    view.frame_of_reference_uid = space;
    view.geometry = of.volume_geometry();
    view.plane = mpr_plane(view.geometry, PlaneKind::sagittal, centre_of(view.geometry));
    view.transform.size = {400, 600};
    return view;
  }
  LinkedViews views;
  ViewId current = 0, prior = 0;
  VertebraKey l3 = 0;
  BodyFrame frame;
  BodyLink link;
};

TEST_F(LinkedStudies, ShowTheSameVertebraEachInItsOwnMidSagittalPlaneAtOneZoom) {
  const auto& there = views.view(prior);
  EXPECT_NEAR(distance(there.plane.origin, link(frame.centre)), 0.0, 1e-9);
  EXPECT_NEAR(dot(there.plane.normal(), link.to.left), dot(views.view(current).plane.normal(), link.from.left), 1e-9);
  const auto& before = std::get<SixPoints>(*follow_up.prior()->state.vertebrae[3].landmarks);
  for (const PatientPoint point : {before.anterior_superior, before.posterior_inferior, before.middle_inferior})
    EXPECT_NEAR(there.plane.distance_to(point), 0.0, 0.5) << "its own mid-sagittal plane";
  EXPECT_EQ(there.transform, views.view(current).transform);
}

TEST_F(LinkedStudies, ScrollAndZoomTogetherWhoeverLeads) {
  const auto away = [&](ViewId view, const BodyFrame& of) { return views.view(view).plane.distance_to(of.centre); };
  EXPECT_EQ(views.scroll(current, 4).size(), 2U);
  EXPECT_GT(std::abs(away(current, link.from)), 1.0);
  EXPECT_NEAR(away(prior, link.to), away(current, link.from), 1e-6);
  views.scroll(prior, -7);
  EXPECT_NEAR(away(prior, link.to), away(current, link.from), 1e-6);
  const ViewTransform closer = views.view(prior).transform.zoomed(2.0, {10, 20});
  EXPECT_EQ(views.set_transform(prior, closer).size(), 2U);
  EXPECT_EQ(views.view(current).transform, closer);
  views.link_studies(std::nullopt);
  const SlicePlane stays = views.view(prior).plane;
  EXPECT_EQ(views.scroll(current, 2).size(), 1U);
  EXPECT_EQ(views.view(prior).plane, stays);
}

TEST_F(LinkedStudies, ShareTheCrosshair) {
  views.set_crosshair(current, link.from.centre + link.from.superior * 5.0);
  ASSERT_TRUE(views.crosshair(prior));
  EXPECT_NEAR(distance(*views.crosshair(prior), link.to.centre + link.to.superior * 5.0), 0.0, 1e-9);
}

TEST_F(LinkedStudies, TheNearestVertebraInBothLeadsWhereNoneIsChosen) {
  EXPECT_EQ(follow_up.nearest(frame.centre + PatientVector{0, 0, 5}), l3);
  EXPECT_EQ(FollowUp().nearest(frame.centre), std::nullopt);
}

} // namespace
} // namespace spondyl::view_model::test
