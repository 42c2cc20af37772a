"""NanoAOD-like events for the benchmark: Z -> mumu with extra muons and jets, the same events in several codecs.

Usage: make_events.py EVENTS NAME=COMPRESSION [NAME=COMPRESSION ...]     (compression = ROOT's 100 * algorithm + level)
Made for ROOT 6.
"""
import sys

import ROOT

ROOT.gROOT.SetBatch(True)
ROOT.gInterpreter.Declare(r"""
#include <cmath>
#include <cstring>
#include <random>
#include <memory>
#include <string>
#include <vector>
#include "TFile.h"
#include "TTree.h"

namespace muscope {

// NanoAOD keeps few mantissa bits; so do we, for realistic compression.
float reduced(float value, int bits) {
  unsigned word;
  std::memcpy(&word, &value, 4);
  const unsigned shift = 23 - bits;
  word = (word + (1u << (shift - 1))) & ~((1u << shift) - 1);
  std::memcpy(&value, &word, 4);
  return value;
}

struct Event {
  unsigned run = 320000, section = 1;
  ULong64_t event = 1000000;
  int nPV = 0, nMuon = 0, nJet = 0;
  float met = 0, metPhi = 0;
  float pt[64], eta[64], phi[64], mass[64], iso[64];
  int charge[64];
  bool tight[64];
  float jetPt[64], jetEta[64], jetPhi[64], jetMass[64];
};

void book(TTree& tree, Event& e) {
  tree.Branch("run", &e.run, "run/i");
  tree.Branch("luminosityBlock", &e.section, "luminosityBlock/i");
  tree.Branch("event", &e.event, "event/l");
  tree.Branch("PV_npvs", &e.nPV, "PV_npvs/I");
  tree.Branch("MET_pt", &e.met, "MET_pt/F");
  tree.Branch("MET_phi", &e.metPhi, "MET_phi/F");
  tree.Branch("nMuon", &e.nMuon, "nMuon/I");
  tree.Branch("Muon_pt", e.pt, "Muon_pt[nMuon]/F");
  tree.Branch("Muon_eta", e.eta, "Muon_eta[nMuon]/F");
  tree.Branch("Muon_phi", e.phi, "Muon_phi[nMuon]/F");
  tree.Branch("Muon_mass", e.mass, "Muon_mass[nMuon]/F");
  tree.Branch("Muon_charge", e.charge, "Muon_charge[nMuon]/I");
  tree.Branch("Muon_pfRelIso04_all", e.iso, "Muon_pfRelIso04_all[nMuon]/F");
  tree.Branch("Muon_tightId", e.tight, "Muon_tightId[nMuon]/O");
  tree.Branch("nJet", &e.nJet, "nJet/I");
  tree.Branch("Jet_pt", e.jetPt, "Jet_pt[nJet]/F");
  tree.Branch("Jet_eta", e.jetEta, "Jet_eta[nJet]/F");
  tree.Branch("Jet_phi", e.jetPhi, "Jet_phi[nJet]/F");
  tree.Branch("Jet_mass", e.jetMass, "Jet_mass[nJet]/F");
}

void make(Long64_t entries, const std::vector<std::string>& names, const std::vector<int>& compressions) {
  std::mt19937_64 random(4711);
  std::uniform_real_distribution<double> flat(0, 1);
  std::normal_distribution<double> gauss(0, 1);
  std::poisson_distribution<int> vertices(34), extra(0.8), jets(3.0);
  auto angle = [&] { return reduced((2 * flat(random) - 1) * M_PI, 12); };
  auto falling = [&](double scale) { return -scale * std::log(flat(random) + 1e-9); };
  Event e;
  std::vector<std::unique_ptr<TFile>> files;
  std::vector<TTree*> trees;
  for (size_t i = 0; i < names.size(); i++) {
    files.emplace_back(new TFile(names[i].c_str(), "RECREATE", "", compressions[i]));
    trees.push_back(new TTree("Events", "Events"));
    book(*trees.back(), e);
  }
  auto add = [&](double pt, double eta, double phi, int charge, double iso, bool tight) {
    const int i = e.nMuon++;
    e.pt[i] = pt; e.eta[i] = reduced(eta, 12); e.phi[i] = reduced(phi, 12); e.mass[i] = 0.105658f;
    e.charge[i] = charge; e.iso[i] = iso; e.tight[i] = tight;
  };
  for (Long64_t entry = 0; entry < entries; entry++) {
    e.event++;
    if (entry % 1500 == 0) e.section++;
    e.nPV = vertices(random); e.met = falling(30); e.metPhi = angle(); e.nMuon = 0;
    if (flat(random) < 0.35) {
      double m = 91.19 + 1.25 * std::tan(M_PI * (0.92 * flat(random) - 0.46)) + 1.3 * gauss(random);
      if (m < 15 || m > 300) m = 91.19;
      const double boost = falling(12) / m, direction = angle(), y = 1.1 * gauss(random);
      const double cosine = 2 * flat(random) - 1, sine = std::sqrt(1 - cosine * cosine), azimuth = angle();
      for (int sign : {1, -1}) {
        const double p = m / 2, x0 = sign * p * sine * std::cos(azimuth), y0 = sign * p * sine * std::sin(azimuth);
        const double gamma = std::sqrt(1 + boost * boost), x1 = gamma * x0 + boost * p, energy = gamma * p + boost * x0;
        const double px = x1 * std::cos(direction) - y0 * std::sin(direction);
        const double py = x1 * std::sin(direction) + y0 * std::cos(direction);
        const double pz = std::cosh(y) * sign * p * cosine + std::sinh(y) * energy;
        const double pt = std::hypot(px, py), eta = std::asinh(pz / pt);
        if (std::abs(eta) < 2.4 && pt > 3)
          add(pt, eta, std::atan2(py, px), sign, flat(random) < 0.35 ? 0 : falling(0.05) * e.nPV / 34., flat(random) < 0.95);
      }
    }
    for (int n = extra(random); n > 0; n--)
      add(3 + falling(10), (2 * flat(random) - 1) * 2.4, angle(), flat(random) < 0.5 ? 1 : -1, falling(0.6), flat(random) < 0.5);
    e.nJet = std::min(60, jets(random));
    for (int i = 0; i < e.nJet; i++) {
      e.jetPt[i] = 15 + falling(30); e.jetEta[i] = reduced(2 * gauss(random), 12); e.jetPhi[i] = angle();
      e.jetMass[i] = reduced(e.jetPt[i] * 0.12 * (0.5 + flat(random)), 10);
    }
    for (auto* tree : trees) tree->Fill();
  }
  for (size_t i = 0; i < files.size(); i++) { files[i]->cd(); trees[i]->Write("", TObject::kOverwrite); files[i]->Close(); }
}
}
""")

names, compressions = ROOT.std.vector("std::string")(), ROOT.std.vector("int")()
for argument in sys.argv[2:]:
    name, compression = argument.split("=")
    names.push_back(name)
    compressions.push_back(int(compression))
ROOT.muscope.make(int(sys.argv[1]), names, compressions)
