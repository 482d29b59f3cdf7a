import NextAuth from 'next-auth'
import type { NextRequest } from 'next/server'
import { authOptions } from '@/lib/auth'
import { env } from '@/lib/env'
import { refusalResponse } from '@/lib/route'
import { requireSameOrigin } from '@/lib/request'

type Context = { params: Promise<{ nextauth: string[] }> }

function handle(request: NextRequest, context: Context): Promise<Response> {
  process.env.NEXTAUTH_URL = env().APP_URL // the only place where next-auth looks for its own address
  return NextAuth(authOptions())(request, context)
}

export const GET = handle

export async function POST(request: NextRequest, context: Context): Promise<Response> {
  try {
    requireSameOrigin(request.headers)
  } catch (refusal) {
    return refusalResponse(refusal, request)
  }
  return handle(request, context)
}
