import type { NextConfig } from 'next'

/** On every answer, static files and errors included; what differs per request is added in `proxy.ts`. */
const headers = [
  { key: 'Strict-Transport-Security', value: 'max-age=31536000; includeSubDomains' },
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  // Toss opens windows of its own.
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin-allow-popups' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=(), payment=(self)' },
]

const config: NextConfig = {
  // The image holds only what the server needs; everywhere else the packages are there.
  output: process.env.POSPAY_IMAGE ? 'standalone' : undefined,
  // Types are a check of the whole repository (`npm test`), and the image is built without parts of it.
  typescript: { ignoreBuildErrors: Boolean(process.env.POSPAY_IMAGE) },
  poweredByHeader: false,
  // Nothing needs pictures resized, so nobody may make the server fetch any.
  images: { unoptimized: true },
  reactStrictMode: true,
  serverExternalPackages: [
    '@node-rs/argon2',
    'nodemailer',
    'pg',
    'pino',
    '@zxcvbn-ts/language-common',
    'pdfkit',
  ],
  // Statements are set in it.
  outputFileTracingIncludes: {
    '/owner/**': ['./node_modules/pretendard/dist/public/static/alternative/Pretendard-{Regular,Bold}.ttf'],
  },
  headers: async () => [{ source: '/:path*', headers }],
}

export default config
