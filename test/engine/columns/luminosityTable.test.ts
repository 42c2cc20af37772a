import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readLumiCalc } from '../../../src-main/engine/columns/luminosityCalc.ts';
import { parseLuminosityCsv } from '../../../src-main/engine/columns/luminosityTable.ts';
import { createCodecs } from '../../../src-main/native/codecs.ts';
import { memorySource } from '../../../src-main/native/fileSource.ts';
import { fixture } from '../../shared.ts';

const BRILCALC_RUNS = `#Data tag : 24v1 , Norm tag: onlineresult
#run:fill,time,nls,ncms,delivered(/ub),recorded(/ub)
381147:9666,05/24/24 11:08:23,231,223,91256126.248753428,77027107.891959071
381148:9666,05/24/24 12:38:03,292,283,144805628.612147063,127957935.748760328
#Summary:
#nfill,nrun,nls,ncms,totdelivered(/ub),totrecorded(/ub)
#1,2,523,506,236061754.86,204985043.64`;

const BRILCALC_SECTIONS = `#Data tag : v1 , Norm tag: None
#run:fill,ls,time,beamstatus,E(GeV),delivered(/pb),recorded(/pb),avgpu,source
273158:4915,1:1,05/11/16 21:31:05,STABLE BEAMS,6500,2.0,1.5,14.4,PXL
273158:4915,2:0,05/11/16 21:31:28,STABLE BEAMS,6500,2.0,0.0,14.4,PXL
273158:4915,3:3,05/11/16 21:31:51,STABLE BEAMS,6500,2.0,0.5,14.4,PXL`;

// Source of truth: the numbers in the texts, converted by hand; 1e-12 relative.
describe('luminosity tables', () => {
  it('per run, as brilcalc writes them: what was recorded', () => {
    const table = parseLuminosityCsv(BRILCALC_RUNS, 'lumi.csv');
    expect(table.format).toBe('brilcalc, per run');
    expect(table.sections).toBeNull();
    expect(table.runs.get(381147)).toBeCloseTo(0.07702710789195907, 14);
    expect(table.runs.get(381148)).toBeCloseTo(0.12795793574876033, 14);
  });

  it('per section: sections that CMS did not record have no luminosity', () => {
    const table = parseLuminosityCsv(BRILCALC_SECTIONS, 'lumi.csv');
    expect(table.runs.get(273158)).toBeCloseTo(0.002, 14);
    expect([...table.sections!.get(273158)!.keys()]).toEqual([1, 3]);
  });

  it.each([
    ['run,luminosity\n1,2.5\n2,0.5', [2.5, 0.5]],
    ['1,2.5\n2,0.5', [2.5, 0.5]],
    ['# made by hand\nRunNumber;lumi [pb-1]\n1;2500\n2;500', [2.5, 0.5]],
    ['run\tlumi_nb\r\n1\t2500000\r\n2\t500000', [2.5, 0.5]],
    ['\uFEFFrun,Integrated (fb-1)\n1,2.5\n2,.5\n', [2.5, 0.5]],
    ['run,ls,lumi (/fb)\n1,1,2\n1,2,.5\n2,7,.5', [2.5, 0.5]],
    ['1,1,2\n1,2,.5\n2,7,.5', [2.5, 0.5]],
  ])('from %j', (text, expected) => {
    const { runs } = parseLuminosityCsv(text, 'x');
    expect([...runs.keys()]).toEqual([1, 2]);
    [...runs.values()].forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 12));
  });

  it.each([
    ['', 1, /the file is empty/],
    ['run,luminosity\n', 1, /no rows/],
    ['run,pileup\n1,2', 1, /no column for the luminosity/],
    ['a,luminosity\n1,2', 1, /no column for the run/],
    ['run,luminosity\n1,2\n1,3', 3, /run 1 stands twice/],
    ['run,ls,luminosity\n1,4,2\n1,4,3', 3, /section 4 of run 1 stands twice/],
    ['run,luminosity\n1.5,2', 2, /"1.5" is no run number/],
    ['run,luminosity\n1,-2', 2, /"-2" is no luminosity of run 1/],
    ['run,luminosity\n1,many', 2, /"many" is no luminosity/],
    ['1,2,3,4', 1, /4 columns without headings/],
  ])('%j is refused', (text, line, message) => {
    try {
      parseLuminosityCsv(text, 'lumi.csv');
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code: 'document', where: { file: 'lumi.csv', line } });
      expect((error as Error).message).toMatch(message);
    }
  });

  it('of the ATLAS luminosity calculator', () => {
    const bytes = readFileSync(fixture('luminosity/ilumicalc.root'));
    const table = readLumiCalc(memorySource('ilumicalc.root', bytes), createCodecs());
    expect([...table.runs.keys()]).toEqual([451094, 455924]);
    expect(table.runs.get(455924)).toBeCloseTo(0.006, 12);
    expect(table.sections!.get(451094)!.get(102)).toBeCloseTo(0.003, 12);
  });
});
