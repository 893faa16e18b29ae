"""What views say of leagues, places and movers, by key: Chinese, then English (排名词句)."""

from __future__ import annotations

PLACINGS: dict[str, tuple[str, str]] = {
    "league 1": ("省会及副省级以上城市", "Capitals and vice-provincial cities"),
    "league 2": ("地级市", "Prefecture-level cities"),
    "league 3": ("县级市", "County-level cities"),
    "league None": ("城市代码表中没有的", "Not in the table of cities"),
    "league": ("类别", "League"),
    "place": ("名次", "Place"),
    "place range": ("{best}–{worst}", "{best}–{worst}"),
    "places title": (
        "{book} {month}：{league}排名，共 {count} 个城市",
        "{book}, {month}: {league}, {count} cities",
    ),
    "places first": (
        "{book} {month}：{league}第一是{name}（{points}），共 {count} 个城市",
        "{book}, {month}: {name} comes first of {count} ({points}); {league}",
    ),
    "places none": ("没有可排名的城市。", "There is no city to be placed."),
    "places note": (
        "按未取整的总分排，同分同名次（1、1、3）；缺数据的总分是区间，名次写可能的最好和最差。只在有数据的城市中排，不是官方名次。",
        "By unrounded totals, ties share a place (1, 1, 3). Where data are missing the total is an interval and the "
        "place a range. Among the cities that have figures here; not the official ranking.",
    ),
    "places cut": (
        "只列前 {most} 个，全部 {count} 个见 CSV 或 Excel。",
        "The first {most} of {count}; CSV or Excel has all.",
    ),
    # peers
    "peers title": ("{league}同类城市各条得分（{count} 个城市）", "Peers clause by clause: {league}, {count} cities"),
    "quartile first": ("下四分位", "Lower quartile"),
    "quartile median": ("中位数", "Median"),
    "quartile third": ("上四分位", "Upper quartile"),
    "share met": ("通过的城市", "Cities that pass"),
    "known of": ("数据齐的", "With all data"),
    "of cities": ("{known}/{cities}", "{known}/{cities}"),
    "peers note": (
        "有城市缺数据时，分位数和比例是区间；一半城市不高于中位数。",
        "Where cities lack data, quartiles and shares are intervals; half the cities have at most the median.",
    ),
    # the demanded place
    "demand title": (
        "{clause}：{name}官方名次第 {supplied}，要求前 {limit} 名，{verdict}",
        "{clause}: {name} is officially {supplied}; the first {limit} pass; {verdict}",
    ),
    "demand unknown": (
        "{clause}：{name}没有官方名次，无法判定",
        "{clause}: no official place of {name} is supplied; not decided",
    ),
    "demand none": (
        "{clause}：{league}不看名次，看是否被约谈",
        "{clause}: no place is asked of {league}, but not to have been summoned",
    ),
    "demand away": ("还差 {away} 名", "{away} places to go"),
    "demand there": ("已在其内", "it is among them"),
    "demand supplied": ("官方名次（报来的数）", "Official place, as supplied"),
    "demand limit": ("须在前", "Must be among the first"),
    "demand ours": ("按本工作台总分的名次", "Place by our totals"),
    "demand line": ("第 {limit} 名的总分", "Total at place {limit}"),
    "demand gap": ("距该线", "Points to that line"),
    "demand few": ("此处只有 {count} 个同类城市，不足 {limit} 个", "only {count} such cities here, fewer than {limit}"),
    "demand note": (
        "官方名次由国家监测给出，本工作台算不出来；下面按“{book}”总分的名次只供参考。",
        "The official place comes from the national monitoring and can't be worked out here; the place by totals of "
        "“{book}” only stands beside it.",
    ),
    "demand item": ("项目", "Item"),
    "demand figure": ("数", "Figure"),
    # the nation
    "spread title": ("各类城市总分", "Totals by league"),
    "spread chart": ("{book} {month}\n中位数：{text}", "{book}, {month}\nMedians: {text}"),
    "spread median": ("{league} {median}", "{league} {median}"),
    "spread count": ("城市数", "Cities"),
    "spread passing": ("否决项全过", "Pass every test"),
    "spread range": ("最低–最高", "Lowest–highest"),
    "bar settled": ("总分已定", "total known"),
    "bar unsettled": ("总分是区间（按中点）", "total an interval (at its middle)"),
    "axis cities": ("城市数", "cities"),
    "movers title": (
        "{before}到{after}：\n{up}上升最多，{gain} 分；{down}下降最多，{loss} 分",
        "{before} to {after}:\n{up} gained most, {gain}; {down} lost most, {loss}",
    ),
    "movers none": ("两个月之间没有可比的城市。", "No city can be compared between the two months."),
    "movers note": (
        "只比两个月总分都已定的 {count} 个城市，另有 {open} 个因缺数据不比。名次变化只在两月名次都定时给出。",
        "Only the {count} cities whose totals are known in both months; {open} more lack data. Places gained are given "
        "where both places are known.",
    ),
    "bar risen": ("上升", "gained"),
    "bar fallen": ("下降", "lost"),
    "places up": ("名次", "Places gained"),
    "place where": ("文件", "File"),
    "fault": ("问题", "Fault"),
    "left out": ("未列入的城市（数据有误）", "Cities left out, as their figures are faulty"),
    "left out none": ("没有。", "None."),
}
