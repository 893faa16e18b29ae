"""The words in which assessment rules say how points are given: one pattern a kind, over a plain text (计分用语).

A plain text has narrow signs and no blanks; `PlainText.original` leads a part of it back to the words as printed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction

AMOUNT = r"\d+(?:\.\d+)?"
COUNT = r"(?:\d+(?:\.\d+)?|[一二两三四五六七八九十])"
GIVES = r"(?:可|各|再|另)?(?:得|加|计|记|奖励|奖|给)"
"""How points are said to be given; a number of points follows."""
CONDITIONED = r"的?[,:]?"
DIGITS = {sign: number for number, sign in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
UNITS = {
    "个": "item", "项": "item", "类": "item", "处": "item", "所": "item", "条": "record", "笔": "record",
    "件": "case", "例": "case", "宗": "case", "次": "event", "起": "event", "场": "event", "场次": "event",
    "期": "event", "批": "event", "批次": "event", "家": "enterprise", "户": "enterprise", "人": "person",
    "名": "person", "人次": "person", "篇": "document", "份": "document", "部": "document", "天": "day", "日": "day",
    "个工作日": "day", "工作日": "day", "%": "share", "个百分点": "share", "百分点": "share",
    "元": "yuan", "万元": "yuan", "亿元": "yuan",
}  # fmt: skip
"""The units that measure words stand for; what is counted by another word is left open."""
SCALES = {"%": Fraction(1, 100), "个百分点": Fraction(1, 100), "百分点": Fraction(1, 100), "万元": Fraction(10**4),
          "亿元": Fraction(10**8)}  # fmt: skip
MEASURE = "(?:" + "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True)) + ")"
WORDS = r"[^,;。:]"

OPEN = re.compile(
    r"排名|名次|位次|排序|末位|首位|第[一二三四五]名|前\d+名|前[一二三四五六七八九十]+名|后\d+名|平均|均值|最高值|最低值|最优|酌情|视情|"
    r"视[^,;。]{0,8}情况|根据[^,;。]{0,20}情况|综合评|综合打分|评委|专家|加倍|翻倍|双倍|减半|折半|不涉及|缺项|超过部分|不足[^,;。]{0,6}按|"
    r"以此类推|依此类推|依次类推|递增|递减|首次|初次|第[二三]次|再次|同比|环比|较上年|比上年|相比|高于全|低于全|全市最|"
    r"倒扣|否决|系数|权重|加权|四舍五入|每(?:年|月|季|半年|周|日)[^,;。]{0,12}(?:得|加|扣)"
)
"""Words that make a rule depend on others, on opinion, or on what the other kinds do not hold: it is left open."""
ONCE = re.compile(
    r"(?:同一[^,;。]{0,14}?,?)?(?:按最高[^,;。]{0,8}计?分?|就高不重复[^,;。]{0,6}|不重复(?:加分|计分|得分|计算)|不累计(?:加分|计分))"
)
"""That nothing is counted twice: a rule of counting, which the figure has to keep, not the formula."""
SCORING = re.compile(
    r"\d分(?!钟)|[一二两三四五六七八九十]分(?!之|类|级|析|管|局|公司|钟|别|为|享|布|配|解|支|明|清)|得分|加分|扣分|计分|满分|不得|扣完|扣减|打分|评分|赋分|扣除"
)
"""What is left of a text that still speaks of points when all patterns have taken their part: it is not understood."""

EACH = re.compile(
    rf"每(?!年|月|季|半年|周|学期|日|天)(?:(?P<what>{WORDS}{{0,24}}?)(?P<size>{COUNT})|(?={MEASURE}))(?P<unit>{MEASURE})(?P<tail>{WORDS}{{0,24}}?)"
    rf"{CONDITIONED}(?P<verb>{GIVES}|扣减|扣除|扣|减)(?P<points>{AMOUNT})分"
)
PER = re.compile(
    rf"(?P<what>{WORDS}{{0,24}}?){CONDITIONED}(?P<verb>{GIVES}|扣减|扣除|扣|减)(?P<points>{AMOUNT})分/(?P<size>{COUNT})?(?P<unit>{MEASURE})(?P<tail>)"
)
FOUND = re.compile(
    rf"(?P<what>(?:抽查?到|抽查发现|抽检发现|检查发现|查出|查到|发现|出现|发生|存在|有|缺少?|漏报|迟报|瞒报|错报|少报|逾期|超期|超时){WORDS}{{0,16}}?)"
    rf"(?P<size>{COUNT})(?P<unit>{MEASURE})(?P<tail>{WORDS}{{0,16}}?){CONDITIONED}(?:扣减|扣除|扣|减)(?P<points>{AMOUNT})分"
)
RELATIVE = re.compile(
    r"提高|增加|增长|上升|超出|超过|高于|低于|下降|降低|减少|低|高|多|少(?!报|录|填|送|登|传)|欠|相差|差(?!错)"
)
"""A number counted from a target, not from nothing."""
ANNOUNCED = re.compile(r"^(?:计分|得分|评分|计算|打分)(?:公式|办法|方法|标准|细则|规则)?(?:为|如下)?$")
"""That the rule follows."""
TWICE = re.compile(rf"每|{COUNT}{MEASURE}")
"""A second measure within what is counted: so many a unit and time, which is no plain count."""
LESS_IS_MORE = re.compile(r"[不未]$|小于|低于|少于|不足|以内|控制在|降至|降到")
"""Before a number: the less, the better. Bands and targets here begin at a number and go up."""
WORSE = re.compile(r"投诉|差错|失信|逾期|错误|违|漏|迟|不合格|重错码|超时|退回|未")
"""What is the worse the more there is of it: in proportion to it no points are given."""
LEAST_SAID = re.compile(r"最低|最高|总计|共计?$|合计|本项|满分")
UNTIL = re.compile(r"(?:直至|直到)?(?:本项)?(?:分值)?扣完(?:本项)?(?:分值)?(?:即|为)?止?|本项不得?负分|扣至0分为止")
CAP = re.compile(
    rf"(?:本项|此项|该项|累计|合计|总计|共|总分|加分|得分|最终|全年)*(?:(?:最高|最多|至多|上限)(?:不超过|可得|可加|得|加|计|为|限)?|不超过|以)"
    rf"(?P<points>{AMOUNT})分(?:封顶|为止|为限)?|(?P<sealed>{AMOUNT})分封顶|(?:加|得|计)满(?P<full>{AMOUNT})分为止|(?:加|得|计)满为止|"
    rf"^(?:本项|共计?|满分|总分|分值|合计|总计)为?(?P<stated>{AMOUNT})分$"
)
LOSS_CAP = re.compile(
    rf"(?:最多|最高|至多|累计|合计)(?:不超过)?扣(?:分)?(?:不超过)?(?P<points>{AMOUNT})分(?:为止)?|扣分不超过(?P<most>{AMOUNT})分"
)
LEADS = r"(?P<lead>达到了?|达|不低于|不少于|不小于|大于等于|≥|>=|(?P<strict>高于|超过|大于|>)|为|在)?"
NUMBER_OF = rf"(?P<edge>{AMOUNT})(?P<unit>{MEASURE})?"
INCLUDED = r"(?:\(含\)|\(含{edge}\)|含)?".replace("{edge}", rf"{AMOUNT}%?")
BAND = re.compile(
    rf"^(?P<what>[^,;。:\d每]{{0,24}}?){LEADS}(?:(?P<low>{AMOUNT})(?P<lowunit>{MEASURE})?{INCLUDED}(?:-|~|—|–|至|到)(?P<high>{AMOUNT})"
    rf"(?P<highunit>{MEASURE})(?:\(不?含{AMOUNT}?%?\))?(?:之间)?|{NUMBER_OF}{INCLUDED}(?P<above>(?:及)?以上{INCLUDED})?){CONDITIONED}"
    rf"{GIVES}(?:(?P<points>{AMOUNT})|(?P<full>满))分$"
)
REST = re.compile(
    rf"^{WORDS}{{0,12}}?(?:(?:低于|不足|未达到?|达不到|小于|不到|少于|<)?(?P<edge>{AMOUNT})(?P<unit>{MEASURE})?{INCLUDED}(?:及)?(?:以下)?|"
    rf"(?:低于|不足|未达到|达不到)(?:上述|该|此)?(?:标准|要求|比例)?|其余情形|其余|其他情形|其他|其它|否则|以下){CONDITIONED}(?:不得分|不计分|{GIVES}?(?P<points>{AMOUNT})分)$"
)
REST_WORDS = re.compile(r"低于|不足|未达|达不到|小于|不到|少于|<|以下|其余|其他|其它|否则")
QUOTIENT = re.compile(
    rf"^(?:本项)?(?:得分|分值|计分公式|计算公式|公式|按)?(?:为|=|:)*\(?(?P<part>[^=÷/×*,;。()\d]{{2,30}})[÷/](?P<whole>[^=÷/×*,;。()\d]{{2,30}})\)?"
    rf"(?:[×*]100%)?[×*](?:(?P<points>{AMOUNT})分?|(?:本项)?(?:分值|满分|标准分))(?:计分|得分|计算)?$"
)
SHARE = re.compile(
    rf"^(?:未全部(?:完成|{WORDS}{{1,8}})的?,?)?(?:按照?|得分=|得分为|本项得分=|以)(?P<what>{WORDS}{{0,16}}?(?:率|比例|比重|百分比|占比))"
    rf"(?:(?:[×*]|乘以|与)(?:(?P<points>{AMOUNT})分?|(?:本项)?(?:分值|满分|标准分|该项分值))(?:的乘积)?(?:计分|得分|计算得分|计算)?|"
    rf"(?:折算|计算|相应)?(?:得分|计分|赋分))$"
)
FULL_SHARE = re.compile(
    rf"^(?:全部{WORDS}{{1,10}}|{WORDS}{{0,10}}?100%){CONDITIONED}(?:得满分|{GIVES}(?P<points>{AMOUNT})分)$"
)
TARGET = re.compile(
    rf"^(?P<what>[^,;。:\d每]{{0,20}}?)(?:达到|达|不低于|不少于|≥|>=|完成|为)?(?P<edge>{AMOUNT})(?P<unit>{MEASURE})(?:及以上|以上)?{WORDS}{{0,8}}?"
    rf"{CONDITIONED}(?:得满分|{GIVES}(?P<points>{AMOUNT})分)$"
)
SHORT = re.compile(
    rf"^每(?:降低|下降|减少|低于|低|少|欠|相差|差)(?:于目标)?(?P<size>{COUNT})(?P<unit>{MEASURE})(?:{WORDS}{{0,6}}?){CONDITIONED}扣(?:减|除)?(?P<points>{AMOUNT})分$"
)
MORE = re.compile(
    rf"^每(?:再)?(?:提高|增加|高于|高|多|超过|超)(?P<size>{COUNT})(?P<unit>{MEASURE})(?:{WORDS}{{0,6}}?){CONDITIONED}(?:加|得|增加)(?P<points>{AMOUNT})分$"
)
DONE = re.compile(rf"^(?P<what>[^,;。:\d每%]{{2,40}}?){CONDITIONED}(?:得满分|{GIVES}(?P<points>{AMOUNT})分)$")
UNDONE = re.compile(
    rf"^(?P<what>否则|(?:未|没有|无|不)[^,;。:\d每%]{{0,30}}?|反之){CONDITIONED}(?:(?P<none>不得分|不加分|不计分|得0分|计0分|不给分)|扣(?:减|除)?(?P<points>{AMOUNT})分)$"
)
HONOURS = "(?:次|项|个|篇|条|件)"
LEVEL = re.compile(
    rf"^(?P<each>每?)(?P<what>[^,;。:\d每%]{{0,20}}?)(?P<before>{COUNT}{HONOURS})?(?P<level>国家级|国家|中央|省部级|省级|省|市级|市|县级|区级|"
    rf"县区?|镇级)(?P<tail>[^,;。:\d每%]{{0,16}}?)(?P<size>(?:每{COUNT}?|{COUNT}){HONOURS})?{CONDITIONED}(?:分别)?{GIVES}?"
    rf"(?P<points>{AMOUNT})分(?P<unit>/{HONOURS})?$"
)
FAULTLESS = re.compile(r"(?:未|无|没有|零)(?:发现|出现|发生|漏|迟|错|瞒|逾)")
"""That nothing went wrong: the case in which nothing is taken off, no deed of its own."""
VETOED = re.compile(
    r"(?:实行)?一票否决(?:制)?|取消[^,;。]{0,12}资格|不得(?:评为|参与)[^,;。]{0,12}|直接(?:定|评|确定|评定)为(?:不合格|末等|较差|不达标)|"
    r"(?:考核)?(?:结果)?(?:为|定为|评为)?不合格|不予评优"
)
HAPPENED = re.compile(r"^[^,;。]{0,6}?(?:发生|出现|存在|有|因|被)[^。;]{2,80}")


SPLIT = re.compile(
    r"[;。:]|,(?!(?:可|各|再)?(?:[得加计](?!满\d)|记|奖|扣(?!完)|减)|不得分|不计|不加|每(?:次|件|条|个|起|项)扣)"
)
NUMBERED = re.compile(r"^(?:\(\d+\)|\d+[.、](?!\d)|[一二三四五六]是|[a-d][.、)])")
ASIDE = re.compile(r"\([^()\d含]*\)")
CIRCLED = re.compile(r"[①-⑳\n]")


@dataclass(frozen=True)
class PlainText:
    """A text made plain for the patterns, each sign of it with its place in the text as printed."""

    text: str
    places: tuple[int, ...]
    printed: str

    def original(self, start: int, end: int) -> str:
        """The words as printed that a part of the plain text stands for."""
        return self.printed[self.places[start] : self.places[end - 1] + 1].strip() if end > start else ""

    def part(self, start: int, end: int) -> PlainText:
        """A part of the text, still leading to the words as printed."""
        return PlainText(self.text[start:end], self.places[start:end], self.printed)

    def without(self, pattern: re.Pattern[str]) -> PlainText:
        """The text without what a pattern finds."""
        gone = {at for match in pattern.finditer(self.text) for at in range(*match.span())}
        kept = [at for at in range(len(self.text)) if at not in gone]
        return PlainText("".join(self.text[at] for at in kept), tuple(self.places[at] for at in kept), self.printed)

    def fragments(self) -> list[PlainText]:
        """The sentences and parts of sentences, without their numbering."""
        ends = [*((match.start(), match.end()) for match in SPLIT.finditer(self.text)), (len(self.text),) * 2]
        starts = [0, *(after for _, after in ends)]
        found = [self.part(start, end) for start, (end, _) in zip(starts, ends, strict=False) if end > start]
        return [piece for part in found if (piece := part.without(NUMBERED)).text]


def plain_wording(printed: str, *, asides: bool = False) -> PlainText:
    """The text with narrow signs and without blanks, and where each sign stood; without asides unless wanted."""
    signs = [
        (sign, place)
        for place, written in enumerate(printed)
        for sign in ("。" if CIRCLED.match(written) else unicodedata.normalize("NFKC", written))
        if not sign.isspace()
    ]
    whole = PlainText("".join(sign for sign, _ in signs), tuple(place for _, place in signs), printed)
    return whole if asides else whole.without(ASIDE)


def read_count(text: str | None) -> Fraction:
    """A number in digits or as one Chinese numeral; none stands for one."""
    if not text:
        return Fraction(1)
    return Fraction(DIGITS[text]) if text in DIGITS else Fraction(text)


def read_measure(number: str | None, word: str) -> Fraction:
    """A number with its measure word, in the base unit: 2个百分点 -> 0.02, 3万元 -> 30000."""
    return read_count(number) * SCALES.get(word, Fraction(1))
