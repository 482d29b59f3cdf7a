/** What turns the style sheets into what browsers read. */
const config = { plugins: { '@tailwindcss/postcss': {} } }

export default config
