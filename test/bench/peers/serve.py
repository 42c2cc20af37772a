"""Peers of the benchmark, each in one warm process that runs its task when told.

Usage: serve.py rdataframe|uproot FILE THREADS;  every line on standard input runs the task once and prints one JSON line:
wall and CPU seconds and the five totals. The clock starts after the process start and the compilation.
The task: exactly two muons with pt > 20, opposite charge, 80 < m < 100 GeV; each muon in a histogram of PV_npvs, all and
passing tightId and four thresholds on pfRelIso04_all.
"""
import json
import sys
import time

peer, file, threads = sys.argv[1], sys.argv[2], int(sys.argv[3])
CUTS = (0.25, 0.20, 0.15, 0.10)


def rdataframe():
    import ROOT

    ROOT.gROOT.SetBatch(True)
    if threads > 1:
        ROOT.EnableImplicitMT(threads)
    ROOT.gInterpreter.ProcessLine("#pragma cling optimize(3)")
    ROOT.gInterpreter.Declare(
        "#pragma cling optimize(3)\n"
        + r"""
#include <cmath>
#include "ROOT/RDataFrame.hxx"
#include "ROOT/RVec.hxx"
#include "TH1D.h"
namespace muscope {
using ROOT::RVecF; using ROOT::RVecI; using ROOT::VecOps::RVec;
std::vector<double> task(const std::string& file) {
  ROOT::RDataFrame frame("Events", file);
  auto pair = [](const RVecF& pt, const RVecF& eta, const RVecF& phi, const RVecF& mass, const RVecI& charge) {
    int n = 0, index[2] = {0, 0};
    for (size_t i = 0; i < pt.size(); i++) if (pt[i] > 20) { if (n < 2) index[n] = i; n++; }
    if (n != 2 || charge[index[0]] * charge[index[1]] >= 0) return RVecI{};
    double x = 0, y = 0, z = 0, energy = 0;
    for (int i : index) {
      const double p = pt[i], pz = p * std::sinh((double)eta[i]), m = mass[i];
      x += p * std::cos((double)phi[i]); y += p * std::sin((double)phi[i]); z += pz; energy += std::sqrt(m * m + p * p + pz * pz);
    }
    const double m = std::sqrt(energy * energy - x * x - y * y - z * z);
    return m > 80 && m < 100 ? RVecI{index[0], index[1]} : RVecI{};
  };
  auto selected = frame.Define("pair", pair, {"Muon_pt", "Muon_eta", "Muon_phi", "Muon_mass", "Muon_charge"})
                      .Filter([](const RVecI& i) { return i.size() == 2; }, {"pair"});
  auto passing = [](double cut) {
    return [cut](const RVecI& i, const RVec<bool>& tight, const RVecF& iso) {
      return double((tight[i[0]] && iso[i[0]] < cut) + (tight[i[1]] && iso[i[1]] < cut));
    };
  };
  const std::vector<std::string> inputs{"pair", "Muon_tightId", "Muon_pfRelIso04_all"};
  auto counted = selected.Define("all", [] { return 2.0; }).Define("p0", passing(0.25), inputs).Define("p1", passing(0.20), inputs)
                     .Define("p2", passing(0.15), inputs).Define("p3", passing(0.10), inputs);
  std::vector<ROOT::RDF::RResultPtr<TH1D>> histograms;
  for (const char* weight : {"all", "p0", "p1", "p2", "p3"})
    histograms.push_back(counted.Histo1D<int, double>({weight, "", 80, 0, 80}, "PV_npvs", weight));
  std::vector<double> totals;
  for (auto& histogram : histograms) totals.push_back(histogram->Integral(0, 81));
  return totals;
}
}
"""
    )
    return lambda: [int(total) for total in ROOT.muscope.task(file)]


def uproot_task():
    import awkward as ak
    import numpy as np
    import uproot

    columns = ["Muon_pt", "Muon_eta", "Muon_phi", "Muon_mass", "Muon_charge", "Muon_tightId", "Muon_pfRelIso04_all", "PV_npvs"]

    def task():
        totals = np.zeros(5, dtype=np.int64)
        with uproot.open({file: "Events"}) as tree:
            for events in tree.iterate(columns, step_size=400_000):
                good = events.Muon_pt > 20
                two = ak.sum(good, axis=1) == 2
                events, good = events[two], good[two]
                pt, eta, phi, mass, charge, tight, iso = (ak.to_numpy(events[name][good]) for name in columns[:7])
                pt, eta, phi, mass = (column.astype(np.float64) for column in (pt, eta, phi, mass))
                pz = pt * np.sinh(eta)
                energy = np.sqrt(mass**2 + pt**2 + pz**2).sum(axis=1)
                x, y, z = (pt * np.cos(phi)).sum(axis=1), (pt * np.sin(phi)).sum(axis=1), pz.sum(axis=1)
                m = np.sqrt(energy**2 - x**2 - y**2 - z**2)
                keep = (charge[:, 0] * charge[:, 1] < 0) & (m > 80) & (m < 100)
                vertices = ak.to_numpy(events.PV_npvs)[keep]
                tight, iso = tight[keep], iso[keep].astype(np.float64)
                weights = [np.full(len(vertices), 2)] + [(tight & (iso < cut)).sum(axis=1) for cut in CUTS]
                totals += [int(np.histogram(vertices, bins=80, range=(0, 80), weights=w)[0].sum()) for w in weights]
        return totals.tolist()

    return task


run = {"rdataframe": rdataframe, "uproot": uproot_task}[peer]()
print(json.dumps({"ready": True}), flush=True)
for _ in sys.stdin:
    wall, cpu = time.perf_counter(), time.process_time()
    totals = run()
    print(json.dumps({"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu, "totals": totals}), flush=True)
