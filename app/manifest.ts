import type { MetadataRoute } from 'next'

export default function manifest(): MetadataRoute.Manifest {
  return {
    name: '포스페이',
    short_name: '포스페이',
    description: '포켓스페이스에서 쓰는 선불 지갑',
    lang: 'ko',
    start_url: '/wallet',
    scope: '/',
    display: 'standalone',
    background_color: '#f4f7f7',
    theme_color: '#0c3b40',
    icons: [
      { src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png' },
      { src: '/icons/icon-512.png', sizes: '512x512', type: 'image/png' },
      { src: '/icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
  }
}
