// What is an error in any script.
const RULES = {
  'no-undef': 'error',
  'no-unused-vars': ['error', { caughtErrors: 'none' }],
  'no-use-before-define': ['error', { functions: false }],
  'no-redeclare': 'error',
  'no-shadow': 'error',
  'no-unreachable': 'error',
  'no-unsafe-negation': 'error',
  'no-self-compare': 'error',
  'no-loop-func': 'error',
  'no-empty': 'error',
  'no-eval': 'error',
  'no-implied-eval': 'error',
  'no-new-func': 'error',
  'no-script-url': 'error',
  'array-callback-return': 'error',
  'block-scoped-var': 'error',
  'consistent-return': 'error',
  curly: 'error',
  eqeqeq: 'error',
  strict: ['error', 'function'],
  // Texts from outside must not become elements.
  'no-restricted-properties': [
    'error',
    { property: 'innerHTML' },
    { property: 'outerHTML' },
    { property: 'insertAdjacentHTML' },
    { object: 'document', property: 'write' }
  ]
};

const GLOBALS = Object.fromEntries(
  ['customElements', 'CustomEvent', 'document', 'HTMLElement', 'location', 'URL', 'window'].map((name) => [
    name,
    'readonly'
  ])
);

// For src/boot, which browsers back to Chromium 53 run as it is written: ECMAScript 5, and everything that is younger
// only by way of `window`.
export default [
  {
    files: ['src/boot/*.js'],
    languageOptions: {
      ecmaVersion: 5,
      sourceType: 'script',
      globals: {
        window: 'readonly',
        // What the program and its glue define: a script's own variables, which `window` does not have.
        wasm_bindgen: 'readonly',
        quickConnectProgram: 'readonly'
      }
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: RULES
  },
  // For other pages, in browsers that know custom elements.
  {
    files: ['embed.js'],
    languageOptions: { ecmaVersion: 2018, sourceType: 'script', globals: GLOBALS },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: RULES
  }
];
