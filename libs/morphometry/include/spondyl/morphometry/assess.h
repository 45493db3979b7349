#pragma once

#include <spondyl/model/findings.h>
#include <spondyl/morphometry/reference_tables.h>
#include <vector>

namespace spondyl::morphometry {

/// Fills ratios, loss and grade of every measured body from its heights, its level and its neighbours.
///
/// Raw loss: wedge 1 - Ha/Hp, biconcave 1 - Hm/Hp, crush 1 - Hp/mean(Hp of the reference neighbours). Adjusted loss
/// compares the same with what is normal at that level: a published Ha/Hp where there is one, else the shape of the
/// unfractured neighbours; the posterior height with mean(Hp_j mu_i/mu_j). Reference neighbours are the unfractured
/// ones of i-1 and i+1, else of i-2 and i+2; if only one exists, that one. Without any the adjusted loss is absent and
/// the reference says so.
///
/// Genant's grade is that of the largest adjusted loss: 1 [20, 25) %, 2 [25, 40) %, 3 from 40 %, 0.5 from 15 %. A grade
/// of 1 or more is stated only when the loss is at least 20 % and more likely so than not.
///
/// `vertebrae` are cranial to caudal, the bodies that could not be assessed included. Ratios, loss, grade and the
/// warnings of an earlier call are replaced; everything else is kept.
[[nodiscard]] std::vector<VertebraFinding> assess(std::vector<VertebraFinding> vertebrae, Sex sex = Sex::unknown);

} // namespace spondyl::morphometry
