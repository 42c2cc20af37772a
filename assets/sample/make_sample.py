"""Cuts the bundled sample: the first part of the entries of the simulated isolation ntuples, every branch kept.

Usage: python make_sample.py SOURCE_DIR TARGET_DIR [--fraction 0.2]

SOURCE_DIR holds isol_data22.root, isol_data23.root and isol_mc.root. The files are written by ROOT (made with ROOT 6.40.00,
any 6.2x or later gives the same values) with Zstandard at its highest level and clusters of 5000 events.
"""

import argparse
import os

import ROOT

NAMES = ("isol_data22.root", "isol_data23.root", "isol_mc.root")
ZSTD_9 = 509
EVENTS_PER_CLUSTER = 5000


def cut(source, target, fraction):
    before = ROOT.TFile.Open(source)
    after = ROOT.TFile(target, "RECREATE", "", ZSTD_9)
    for key in before.GetListOfKeys():
        tree = key.ReadObj()
        wanted = int(tree.GetEntries() * fraction) if tree.GetName() == "analysis" else tree.GetEntries()
        copy = tree.CloneTree(0)
        copy.SetAutoFlush(EVENTS_PER_CLUSTER)
        for branch in copy.GetListOfBranches():
            branch.SetCompressionSettings(ZSTD_9)
        copy.CopyEntries(tree, wanted)
        copy.Write("", ROOT.TObject.kOverwrite)
        print(f"{os.path.basename(target)}: {tree.GetName()}, {copy.GetEntries()} of {tree.GetEntries()} entries")
    after.Close()
    before.Close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source")
    parser.add_argument("target")
    parser.add_argument("--fraction", type=float, default=0.2)
    options = parser.parse_args()
    print("ROOT", ROOT.__version__)
    for name in NAMES:
        cut(os.path.join(options.source, name), os.path.join(options.target, name), options.fraction)
