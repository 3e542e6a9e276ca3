import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const tests = [
  '**/*.test.{ts,tsx}',
  'tests/**/*.ts',
  'src-*/testing/**/*.ts',
  'playwright.config.ts',
  'vitest.config.ts',
];

/** Packages that only one place may import, each with that place. dependency-cruiser holds the folders; this names the reason. */
const guarded = {
  electron: {
    name: 'electron',
    message: 'Only src-main/shell, src-main/electron.ts and src-preload know Electron.',
  },
  sharp: { name: 'sharp', message: 'Only src-analysis/image decodes and encodes pictures.' },
  onnx: { name: 'onnxruntime-node', message: 'Only src-analysis/models runs nets.' },
};

/**
 * Each folder is read with its own tsconfig, whose `lib` and `types` decide which globals exist there; tests with theirs.
 * @param {string} tsconfig @param {readonly string[]} files @param {readonly string[]} [ignores]
 */
const project = (tsconfig, files, ignores = []) => ({
  files,
  ignores,
  languageOptions: { parserOptions: { project: tsconfig, tsconfigRootDir: import.meta.dirname } },
});
const folders = ['shared', 'analysis', 'intake', 'capture', 'main', 'preload', 'renderer', 'cli'].map(
  (name) => `src-${name}`,
);

/** @param {readonly (keyof typeof guarded)[]} names */
const forbid = (names) => ({
  'no-restricted-imports': ['error', { paths: names.map((name) => guarded[name]) }],
});

export default tseslint.config(
  { ignores: ['node_modules', 'out', 'artifacts', 'coverage', 'docs', 'models', '.cache', 'shared'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // `() => void work()` and `onClick={() => setX(1)}` read better in one line.
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidOperator: true },
      ],
      // Index signatures are read with brackets because `noPropertyAccessFromIndexSignature` demands it.
      '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
      // A function type that is one property of a port reads as a method there.
      '@typescript-eslint/method-signature-style': 'off',
      '@typescript-eslint/unbound-method': ['error', { ignoreStatic: true }],
      // `while (true)` with a return inside is the plain form of a loop that ends when its source does.
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      // Code points are what the readers of machine-readable text want, and it is ASCII.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      // Takes an instance made by a library's own factory for a forged one.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      eqeqeq: ['error', 'always'],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only: one name everywhere.' },
        { selector: 'ExportAllDeclaration', message: 'No barrels: import from the file that has it.' },
      ],
      ...forbid(['electron', 'sharp', 'onnx']),
    },
  },
  ...folders.map((folder) =>
    project(`./${folder}/tsconfig.json`, [`${folder}/**/*.{ts,tsx}`], ['**/*.test.{ts,tsx}']),
  ),
  project('./tests/tsconfig.json', ['**/*.test.{ts,tsx}', 'tests/**/*.ts', '*.ts']),
  {
    files: ['src-shared/**', 'src-analysis/**', 'src-capture/**', 'src-renderer/**'],
    rules: { 'no-console': 'error' },
  },
  {
    files: ['src-main/shell/**', 'src-main/electron.ts', 'src-preload/**'],
    rules: forbid(['sharp', 'onnx']),
  },
  { files: ['src-analysis/image/**'], rules: forbid(['electron', 'onnx']) },
  { files: ['src-analysis/models/**'], rules: forbid(['electron', 'sharp']) },
  { files: ['src-renderer/**/*.{ts,tsx}'], extends: [reactHooks.configs.flat['recommended-latest']] },
  {
    files: tests,
    rules: {
      'no-console': 'off',
      'no-restricted-imports': 'off',
      // Parsed JSON and fakes of foreign interfaces are checked by the assertion that follows.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  // Tools demand a default export of their configuration.
  {
    files: ['*.ts', 'tests/global-setup.ts', 'tests/*/vitest.config.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  // Playwright calls its fixture callback `use`, which is not React's hook.
  { files: ['tests/e2e/**'], rules: { 'no-empty-pattern': 'off' } },
  {
    files: ['**/*.{js,mjs,cjs}'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: {
      globals: {
        console: 'readonly',
        process: 'readonly',
        performance: 'readonly',
        URL: 'readonly',
        AbortSignal: 'readonly',
        module: 'writable',
      },
    },
    rules: { 'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }] },
  },
);
