import type { RefundPreset, SpaceKind } from '../schema/space'
import type { Palette } from './scenes'

type Night = [opensAt: number, closesAt: number]

export type DemoSpace = {
  kind: SpaceKind
  name: string
  address: string
  description: string
  capacity: number
  hourlyPrice: bigint
  refundPreset: RefundPreset
  instant: boolean
  /** Weekdays without hours of their own, 0 being Sunday, follow `daily`. */
  daily: Night
  other?: Record<number, Night | null>
  palette: Palette
}

/** A dozen spaces in Seoul, none of which exists. */
export const demoSpaces: DemoSpace[] = [
  {
    kind: 'party',
    name: '홍대 노을 파티룸',
    address: '서울 마포구 와우산로21길 31, 지하 1층',
    description:
      '생일, 송년회, 브라이덜 샤워에 어울리는 단독 파티룸이에요. 홍대입구역 9번 출구에서 걸어서 6분.\n\n빔프로젝터, 블루투스 스피커, 노래방 기기, 보드게임 20종, 전자레인지와 냉장고가 있어요. 음식은 가져와서 드셔도 돼요. 밤 10시 이후에는 창문을 닫아 주세요.',
    capacity: 15,
    hourlyPrice: 35_000n,
    refundPreset: 'flexible',
    instant: true,
    daily: [13, 26],
    palette: { wall: '#f7d9cf', floor: '#c98f78', wood: '#8a5a44', accent: '#d95f59', soft: '#f3a683' },
  },
  {
    kind: 'practice',
    name: '합정 거울 댄스 연습실 A홀',
    address: '서울 마포구 양화로6길 57, 2층',
    description:
      '가로 8m 전면 거울과 탄성 마루가 깔린 15평 연습실이에요. 합정역 5번 출구에서 걸어서 4분.\n\n음향 장비는 휴대폰과 바로 연결돼요. 실내화를 꼭 챙겨 주세요.',
    capacity: 12,
    hourlyPrice: 14_000n,
    refundPreset: 'flexible',
    instant: true,
    daily: [0, 24],
    palette: { wall: '#e4e0f2', floor: '#c7a27c', wood: '#9a7550', accent: '#6f5bb5', soft: '#b6a6e3' },
  },
  {
    kind: 'meeting',
    name: '강남역 모퉁이 회의실 8인',
    address: '서울 서초구 서초대로77길 17, 5층 502호',
    description:
      '강남역 9번 출구 바로 앞, 창이 넓은 8인 회의실이에요.\n\n75인치 화면, 화이트보드, 화상회의 카메라와 마이크, 무선 인터넷을 쓸 수 있어요. 커피와 차는 무료예요.',
    capacity: 8,
    hourlyPrice: 22_000n,
    refundPreset: 'standard',
    instant: true,
    daily: [8, 22],
    other: { 0: null },
    palette: { wall: '#dfeaec', floor: '#b8a48c', wood: '#a9794f', accent: '#23777d', soft: '#8fc1bd' },
  },
  {
    kind: 'studio',
    name: '성수 햇살 자연광 스튜디오',
    address: '서울 성동구 연무장15길 11, 4층',
    description:
      '남향 통창으로 하루 종일 빛이 드는 25평 촬영 스튜디오예요. 제품, 룩북, 프로필 촬영에 좋아요.\n\n호리존, 조명 3등, 배경지 6색, 스팀다리미와 피팅룸이 있어요. 엘리베이터로 장비를 옮길 수 있어요.',
    capacity: 10,
    hourlyPrice: 44_000n,
    refundPreset: 'domestic',
    instant: false,
    daily: [9, 21],
    palette: { wall: '#f4ead9', floor: '#d3bc98', wood: '#b58a5a', accent: '#e08e45', soft: '#fbf5ea' },
  },
  {
    kind: 'kitchen',
    name: '망원 함께하는 공유주방',
    address: '서울 마포구 포은로 94, 1층',
    description:
      '쿠킹 클래스와 소모임을 위한 공유주방이에요. 망원시장이 걸어서 3분이라 장보기 편해요.\n\n인덕션 4구 두 대, 오븐, 반죽기, 식기 20인분을 갖췄어요. 쓰신 그릇은 식기세척기에 넣어 주세요.',
    capacity: 16,
    hourlyPrice: 30_000n,
    refundPreset: 'standard',
    instant: false,
    daily: [10, 22],
    other: { 1: null },
    palette: { wall: '#e6efe1', floor: '#c9b48f', wood: '#b0814f', accent: '#5f8f63', soft: '#a9cba0' },
  },
  {
    kind: 'practice',
    name: '건대 댄스 연습실 블루홀',
    address: '서울 광진구 아차산로29길 40, 지하 1층',
    description:
      '전면 거울과 대형 스피커가 있는 9평 연습실이에요. 건대입구역 6번 출구에서 걸어서 5분.\n\n방음이 잘돼서 밤에도 마음껏 연습할 수 있어요. 금요일과 토요일은 새벽 4시까지 열어요.',
    capacity: 6,
    hourlyPrice: 17_000n,
    refundPreset: 'flexible',
    instant: true,
    daily: [10, 24],
    other: { 5: [10, 28], 6: [10, 28] },
    palette: { wall: '#d6e1f3', floor: '#9d8a7b', wood: '#7b604b', accent: '#3b6bb0', soft: '#95b6e2' },
  },
  {
    kind: 'party',
    name: '이태원 라운지 문라이트',
    address: '서울 용산구 보광로60길 14, 6층',
    description:
      '창밖으로 서울의 밤이 보이는 30평 라운지예요. 동창회와 회식, 소규모 공연에 어울려요.\n\n음향과 조명, 냉장고 두 대, 와인 잔 30개가 있어요. 최소 인원 없이 단독으로 빌려드려요.',
    capacity: 25,
    hourlyPrice: 60_000n,
    refundPreset: 'domestic',
    instant: false,
    daily: [15, 25],
    other: { 1: null, 2: null },
    palette: { wall: '#efd9e6', floor: '#a98897', wood: '#7d566a', accent: '#a1477d', soft: '#dfa0c4' },
  },
  {
    kind: 'meeting',
    name: '시청 조용한 스터디룸 4인',
    address: '서울 중구 세종대로 64, 3층',
    description:
      '시험 준비와 과외에 맞춘 4인 스터디룸이에요. 시청역 8번 출구에서 걸어서 2분.\n\n칸막이 대신 방음문을 달아 조용해요. 콘센트는 자리마다 두 개씩 있어요.',
    capacity: 4,
    hourlyPrice: 6_000n,
    refundPreset: 'flexible',
    instant: true,
    daily: [7, 23],
    palette: { wall: '#eef0e4', floor: '#c4b596', wood: '#a68657', accent: '#7d8f43', soft: '#c3cf94' },
  },
  {
    kind: 'studio',
    name: '문래 영상 스튜디오 그레이룸',
    address: '서울 영등포구 도림로128가길 13, 2층',
    description:
      '인터뷰와 강의 영상을 찍기 좋은 방음 스튜디오예요. 회색 배경지와 조명, 카메라와 무선 마이크를 쓸 수 있어요.\n\n찍은 파일은 끝나면 바로 드려요. 처음이시면 10분 동안 장비를 알려드려요.',
    capacity: 5,
    hourlyPrice: 28_000n,
    refundPreset: 'standard',
    instant: true,
    daily: [9, 23],
    other: { 0: [12, 20] },
    palette: { wall: '#dcdfe4', floor: '#8f8a86', wood: '#6b5f57', accent: '#c75b39', soft: '#aeb7c2' },
  },
  {
    kind: 'kitchen',
    name: '연남 베이킹 키친 오븐하우스',
    address: '서울 마포구 동교로46길 20, 1층',
    description:
      '데크 오븐과 발효기를 갖춘 베이킹 전용 주방이에요. 소규모 원데이 클래스를 열기 좋아요.\n\n저울, 틀, 휘핑기는 무료로 빌려드리고 재료만 챙겨 오시면 돼요.',
    capacity: 8,
    hourlyPrice: 25_000n,
    refundPreset: 'domestic',
    instant: true,
    daily: [9, 21],
    palette: { wall: '#fbe9d3', floor: '#d6b48a', wood: '#b98450', accent: '#d08a4e', soft: '#f2cfa1' },
  },
  {
    kind: 'other',
    name: '서촌 책장 옆 모임방',
    address: '서울 종로구 자하문로7길 42',
    description:
      '책장과 긴 탁자가 있는 조용한 모임방이에요. 독서 모임, 글쓰기 모임, 공방 수업에 어울려요.\n\n책은 마음껏 꺼내 보셔도 돼요. 차와 다기를 준비해 두었어요.',
    capacity: 12,
    hourlyPrice: 27_000n,
    refundPreset: 'standard',
    instant: false,
    daily: [10, 20],
    other: { 1: null },
    palette: { wall: '#efe6d6', floor: '#c39b6c', wood: '#8d623c', accent: '#8c4a32', soft: '#d7b98a' },
  },
  {
    kind: 'practice',
    name: '대학로 소극장 연습실',
    address: '서울 종로구 대학로12길 23, 지하 1층',
    description:
      '공연 리허설을 위한 20평 블랙박스 연습실이에요. 혜화역 2번 출구에서 걸어서 5분.\n\n간이 조명 8대와 음향 콘솔, 접이식 의자 30개를 쓸 수 있어요.',
    capacity: 30,
    hourlyPrice: 20_000n,
    refundPreset: 'flexible',
    instant: false,
    daily: [9, 23],
    palette: { wall: '#e9dcd2', floor: '#94806f', wood: '#7a5c45', accent: '#b0413e', soft: '#d9a38f' },
  },
]
