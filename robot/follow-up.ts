/** Questions that lean on what was said before. */
import { normalise, termsOf } from './terms.ts';

/** Begins with a reference to what was said. */
const refers = /^(那|那么|这|它|他们?|上面|刚才|还有|然后|另外|之后|接下来)/;
/** Asks for a side of a matter without naming the matter. */
const asksForSide =
  /^(需要|要|有)?(带|准备|提交|哪些|什么|啥)*(资料|材料|手续|条件|流程|步骤|时间|期限|多久|几天|多长时间|费用|钱|要钱吗|收费吗|地址|地点|哪里|去哪里?|在哪里?|网上|手机上?|怎么办|怎么弄|怎么操作|入口|电话|依据|政策|处罚|罚款)/;
/** A question of its own says more than this. */
const longest = 14;

/** Tells whether a text makes sense only with what was said before: 那个人呢, 需要什么资料. */
export function leansOnFormer(text: string): boolean {
  const normal = normalise(text).replaceAll(' ', '');
  if (normal === '' || normal.length > longest) return false;
  return refers.test(normal) || asksForSide.test(normal) || !termsOf(text).substantial;
}
