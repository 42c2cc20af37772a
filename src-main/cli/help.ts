/** What `muscope help` prints. */
export const HELP = `muscope [STUDY.yaml] [--root DIR ...] [--threads N] [--browser]
                                     opens the window (the bundled sample without a study): Electron's where its binary
                                     is or MUSCOPE_ELECTRON names one, else, or with --browser, as serve does
muscope run STUDY.yaml [--out DIR] [--threads N] [--max-events N] [--fresh] [--verify] [--retry-failed] [--moved DIR]
                       [--set path=value ...] [--json]
                                     goes on where an earlier run ended; --max-events: the first N events of every dataset;
                                     --fresh: uses nothing of earlier runs; --verify: reads and checks every file in full
                                     again; --retry-failed: tries again what failed; --moved: looks for missing files in
                                     a folder by their content
muscope check STUDY.yaml [--set path=value ...] [--json]
                                     validates; lists what would be read; warns of known slips
muscope inspect FILE [--json]        keys, trees, branches: types, sizes, codecs, titles
muscope stats FILE [--tree T] [--columns GLOB ...] [--json]
muscope hist FILE --expr E [--bins N,LO,HI] [--y E [--y-bins N,LO,HI]] [--where S] [--weight W] [--tree T]
                  [--out FIGURE.pdf|svg|png] [--json]
                                     --y: in two dimensions, against a second expression on the same rows
muscope export RUN [--what figures,tables,numbers,bundle] [--format pdf,svg,png] [--out DIR] [--style ATLAS|CMS|plain]
                   [--size single|double] [--status TEXT] [--energy-text TEXT] [--experiment]
                   [--set interval=KIND] [--set confidenceLevel=NUMBER] [--merge-bins VARIABLE:N]
                   [--keep-edges VARIABLE:E,E,...] [--json]
                                     RUN: a folder of results or a bundle; figures of print quality, tables as CSV and LaTeX, numbers
                                     behind the figures as YAML, a bundle to look at without the inputs; --experiment:
                                     with the experiment's name, for members; --energy-text: energy and luminosity in your
                                     words, as 'sqrt(s) = 13 TeV, 138 fb-1 + 62 fb-1 (13.6 TeV)', empty for none; --set, --merge-bins,
                                     --keep-edges: anew from the counts
muscope compare RUN_A [RUN_B] [--datasets A,B] [--no-muons] [--json]
                                     two folders of results: differences of settings and numbers, muons matched one by one
muscope runs [--json]                the runs made so far, newest first
muscope cache [size | prune [--to SIZE] | check] [--json]
                                     what is kept from run to run: how much, make it less, verify it
muscope doctor [--json]              whether this machine has what Muscope needs
muscope serve [STUDY.yaml] [--port P] [--root DIR ...] [--threads N] [--no-open]
                                     the window in a browser, on this machine or through an ssh tunnel

Exit codes: 0 all done; 1 finished, but something failed and is listed; 2 the request is wrong; 130 cancelled.
`;
