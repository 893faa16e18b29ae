"""What exercises, lessons and the class board say, by key: Chinese, then English (培训用语)."""

from __future__ import annotations

from analysis.views.words import LANGUAGES

PHRASES: dict[str, tuple[str, str]] = {
    # an exercise
    "exercise": ("练习 · 第{clause}条 {title}", "Exercise · clause {clause}: {title}"),
    "made up": ("{city} {month}（虚构的城市，数字也是虚构的）", "{city}, {month} (a made-up city and figures)"),
    "ask points": (
        "按条文的默认读法，这一条得多少分？算到小数点后两位；缺数据、得不出的，答“未知”。",
        "By the default reading, how many points does this clause give? Two decimals, or 'unknown'.",
    ),
    "ask deduction": (
        "这个月这一项扣多少分？扣分记作负数，不扣为 0；缺数据、得不出的，答“未知”。",
        "How many points are deducted this month? Below zero, or 0; 'unknown' where it cannot be told.",
    ),
    "ask test": (
        "这一项判定通过吗？答“通过”或“不通过”；缺数据、得不出的，答“未知”。",
        "Is this test passed? 'pass', 'fail', or 'unknown' where it cannot be told.",
    ),
    "ask target": (
        "不问得分：这一条的目标达到了吗？答“达到”或“未达到”；得不出的，答“未知”。",
        "Never mind the points: is the clause's target met? 'met', 'not met', or 'unknown'.",
    ),
    "given": ("所给的数", "What is given"),
    "name": ("名称", "Name"),
    "value": ("数值", "Value"),
    "meaning": ("说明", "Meaning"),
    "missing": ("缺（没有报送）", "missing (not delivered)"),
    "assumed": ("条文没有公布；本题假定的数，不是官方数", "not published; assumed for this exercise"),
    "of month": ("{name}（{month}）", "{name} ({month})"),
    # hints
    "hint": ("提示 {number}：{text}", "Hint {number}: {text}"),
    "hint text": (
        "先读条文：要用哪些数？怎样换成分？有没有上限、下限或前提？",
        "Read the clause: which figures, how are they turned into points, is there a cap, a floor, a condition?",
    ),
    "hint figures": ("要用到的数：{names}。", "The figures used: {names}."),
    "hint formula": ("公式：{formula}。其中 {values}。", "The formula: {formula}. Here {values}."),
    "hint formula alone": ("公式：{formula}。", "The formula: {formula}."),
    "hint target": ("目标：{formula}。其中 {values}。", "The target: {formula}. Here {values}."),
    "hint step": ("先算：{step}。", "First: {step}."),
    "no more hints": ("没有更多提示了。", "There are no more hints."),
    # an answer
    "not answered": ("还没有作答。", "Not answered yet."),
    "strange": (
        "看不懂这个答案；请写成 {example}。",
        "This answer is not understood; write it like {example}.",
    ),
    "example points": ("2.5、“2.5 分”或“未知”", "2.5, '2.5 points' or 'unknown'"),
    "example verdict": ("“通过”、“不通过”或“未知”", "'pass', 'fail' or 'unknown'"),
    "example amount": ("12、“12.5亿元”或“未知”", "12, '1250000000' or 'unknown'"),
    "example choice": ("下面之一：{choices}", "one of {choices}"),
    "right": ("对了！", "Right!"),
    "wrong like": ("还不对。看起来像是：{mistake}。{look}", "Not yet. It looks like this: {mistake}. {look}"),
    "wrong either": ("还不对。可能是其中之一：{mistakes}。", "Not yet. It may be either of these: {mistakes}."),
    "each look": ("{mistake}——{look}", "{mistake} ({look})"),
    "wrong": (
        "还不对，也不像常见的错。再读一遍条文，或看提示。",
        "Not yet, and it is none of the usual mistakes. Read the clause again, or take a hint.",
    ),
    "answer": ("答案：{answer}", "The answer: {answer}"),
    "working": ("计算过程", "The working"),
    "lacking": ("缺：{names}；因此得不出，答“未知”。", "Missing: {names}; so the answer is 'unknown'."),
    "zero": ("整体为零，条款没有规定；因此得不出，答“未知”。", "The whole is zero, the clause silent: 'unknown'."),
    "points": ("{points} 分", "{points} points"),
    "unknown": ("未知", "unknown"),
    "pass": ("通过", "pass"),
    "fail": ("不通过", "fail"),
    "met": ("达到", "met"),
    "not met": ("未达到", "not met"),
    # refused
    "no clause": ("规则集 {book} 没有第“{clause}”条。{near}", "Rulebook {book} has no clause '{clause}'. {near}"),
    "blank clause": ("第 {clause} 条还没有填写正文和公式，不能练习。", "Clause {clause} is not filled in yet."),
    "no target": ("第 {clause} 条没有另设目标；请用 ask=\"points\"。", "Clause {clause} has no target."),
    "no ask": ("ask 应为 points 或 target。", "ask must be points or target."),
    "no focus": ("第 {clause} 条没有“{focus}”这种错。{near}可选：{known}。",
                 "Clause {clause} knows no mistake '{focus}'. {near} Known: {known}."),
}  # fmt: skip


def phrase(key: str, lang: str, **parts: object) -> str:
    """The phrase of a key, with its parts put in."""
    return PHRASES[key][LANGUAGES.index(lang)].format(**parts)
