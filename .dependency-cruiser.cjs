const never = (name, from, to) => ({ name, severity: 'error', from: { path: from }, to: { path: to } });
const only = (name, from, to) => ({ name, severity: 'error', from: { path: from }, to: { pathNot: to } });
const LIBRARY = 'node_modules/';

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    only('shared-is-a-leaf', '^src-shared/', '^src-shared/|node_modules/(zod|yaml)/'),
    never('only-study-parses-yaml', '^src-(shared/(?!study/)|main|renderer)', 'node_modules/yaml/'),
    only('engine-knows-shared-only', '^src-main/engine/', '^src-main/engine/|^src-shared/|^(node:)?buffer$'),
    only(
      'native-implements-ports',
      '^src-main/native/',
      '^src-main/native/|^src-main/engine/ports\\.ts$|^src-shared/userError\\.ts$|^(node:)?[a-z_/]+$|node_modules/',
    ),
    only(
      'export-writes-what-it-is-given',
      '^src-main/export/',
      '^src-main/(export|engine)/|^src-shared/|^(node:)?(buffer|crypto|zlib)$|node_modules/(pdfkit|@types/pdfkit|@resvg)/',
    ),
    only('studies-know-engine', '^src-main/studies/', '^src-main/(studies|engine)/|^src-shared/'),
    {
      name: 'studies-are-strangers',
      severity: 'error',
      from: { path: '^(src-[a-z]+/studies)/([^/]+)/' },
      to: { path: '^$1/', pathNot: '^$1/$2/|^src-renderer/studies/studyView\\.ts$' },
    },
    {
      name: 'only-the-registry-imports-a-study',
      severity: 'error',
      from: { path: '^src-main/', pathNot: '^src-main/studies/|^src-main/cli/' },
      to: { path: '^src-main/studies/[^/]+/' },
    },
    {
      name: 'studies-by-their-index',
      severity: 'error',
      from: { path: '^src-main/(?!studies/[^/]+/)' },
      to: { path: '^src-main/studies/[^/]+/(?!index\\.ts$)' },
    },
    never(
      'only-the-runtime-stores',
      '^src-(shared|renderer|main/(?!runtime/))',
      'node_modules/better-sqlite3/',
    ),
    never(
      'runtime-knows-no-study',
      '^src-main/runtime/',
      '^src-main/(studies|app|host|cli|shell-|preload|native)|^src-renderer/',
    ),
    never(
      'app-wires-nothing',
      '^src-main/app/',
      '^src-main/(runtime|native|host|cli|shell-|preload)|^src-renderer/',
    ),
    never('main-never-imports-renderer', '^src-main/', '^src-renderer/'),
    never('renderer-reaches-main-by-contract', '^src-renderer/', '^src-main/'),
    {
      name: 'renderer-has-no-node',
      severity: 'error',
      from: { path: '^src-renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'electron-in-its-shell',
      severity: 'error',
      from: { pathNot: '^src-main/(shell-electron|preload)/' },
      to: { path: '^electron$|node_modules/electron/' },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: LIBRARY },
    tsPreCompilationDeps: true,
    moduleSystems: ['es6'],
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
