"""What views say of audits, departments and work plans, by key: Chinese, then English (自查与任务词句)."""

from __future__ import annotations

REMARKS: dict[str, tuple[str, str]] = {
    # audit
    "audit title": (
        "{city}{month}填报前自查：{count} 处请再看一眼",
        "{city}, {month}, before filing: {count} places for a second look",
    ),
    "audit nothing": ("没有要再看一眼的数字。", "No figure asks for a second look."),
    "audit note": (
        "自查只提请核对，不下结论：每一处都可能有正当缘由，后列一种。阈值见 params/audit.toml。",
        "This accuses nobody: each place may have a good reason, one of which is given. Thresholds: params/audit.toml.",
    ),
    "audit compared": (
        "查了 {figures} 个数，对照此前 {earlier} 个月。",
        "{figures} figures were looked at, beside {earlier} earlier months.",
    ),
    "audit few": (
        "此前不足 {least} 个月，突变和多月不变查不出来。",
        "With fewer than {least} earlier months, jumps and standstills cannot be told.",
    ),
    "audit cost": (
        "若数字被认定弄虚作假：自发现当月起连续 {months} 个月，每月扣 {each} 分，共 {whole} 分（{book} {clause}）。",
        "Were a figure found fabricated: {each} points in each of {months} months, {whole} in all ({book} {clause}).",
    ),
    "severity": ("轻重", "Weight"),
    "severity high": ("要紧", "grave"),
    "severity medium": ("留意", "notable"),
    "severity low": ("提示", "slight"),
    "audit figures": ("涉及的数与出处", "Figures, and where they stand"),
    "audit why": ("为何再看一眼", "Why look again"),
    "audit check": ("请核对；也可能是", "What to check; or it may be"),
    "and others": ("{names}等 {count} 个", "{names}, {count} in all"),
    "clauses of": ("{book} {clauses}", "{book} {clauses}"),
    "audit clauses": ("所涉条款", "Clauses"),
    "audit price": ("若属编造", "If fabricated"),
    "audit lost": ("共扣 {points} 分", "{points} points in all"),
    "audit innocent": ("{check}？也可能：{innocent}。", "{check}? It may also be: {innocent}."),
    "figure before": ("此前的{name}", "{name}, before"),
    "why within": ("部分大于整体。", "A part is larger than its whole."),
    "why identity": ("{why}。应当：{holds}。", "{why}. What should hold: {holds}."),
    "why slip": (
        "约为此前（{since}）的 {times}：像是差了一个“{unit}”；改正后应为 {expected}。",
        "About {times} of what it was ({since}): a unit may have slipped by {unit}; mended it would be {expected}.",
    ),
    "times up": ("{times} 倍", "{times} times"),
    "times down": ("{times} 分之一", "1/{times}"),
    "why money": (
        "全市合计只有这么多，像是把万元、亿元当作元填了。",
        "So little for a whole city: 10,000 or 100 million yuan may have been typed as yuan.",
    ),
    "why jump": (
        "照以往的变化应在 {expected} 上下（此前 {since}）；偏离是以往变化幅度的 {size} 倍。",
        "By its usual change it would be about {expected} (before: {since}); it is {size} times the usual spread off.",
    ),
    "why round": (
        "{all} 个数中 {round} 个以“{ending}”结尾，照常理约 {expected} 个；碰巧如此的概率 {chance}。",
        "{round} of {all} figures end in {ending}, where chance has about {expected}; probability {chance}.",
    ),
    "less than": ("小于 {share}", "below {share}"),
    "why still": (
        "连续 {months} 个月都是这个数（自 {since}）。",
        "The same for {months} months in a row (since {since}).",
    ),
    "why copied": (
        "{share} 的数与 {since} 完全相同（{count} 个）。",
        "{share} of the figures are exactly those of {since} ({count}).",
    ),
    "check within": ("两数是否取自同一天、同一口径", "Whether both are of one day and one scope"),
    "innocent within": ("两数取数日期不同", "the two were taken on different days"),
    "check slip": ("原始材料的单位是元、万元还是亿元，是户还是万户", "In which unit the source counts"),
    "innocent slip": ("统计口径或范围本月作了大调整", "the scope was changed greatly this month"),
    "check jump": ("原始材料；口径、范围或取数日期是否变了", "The source; whether scope or day of counting changed"),
    "innocent jump": ("集中办理、政策调整或补录", "a campaign, a change of policy, records entered late"),
    "check round": (
        "这些数是否是约数、估计数；能否换成实数",
        "Whether these are estimates; whether real counts can be had",
    ),
    "innocent round": ("来源只公布到整百、整千", "the source publishes hundreds or thousands only"),
    "check still": ("本月是否重新取过数", "Whether it was counted anew this month"),
    "innocent still": ("数据按季或按年更新", "it is updated by the quarter or the year"),
    "check copied": ("本月的表是否由上月的表改成，忘了改数", "Whether last month's table was filed again unchanged"),
    "innocent copied": ("来源系统本月未更新", "the source was not updated this month"),
    "owed title": (
        "未报的数：{count} 个，涉及 {units} 个单位",
        "Figures not delivered: {count}, owed by {units} units",
    ),
    "owed nothing": ("各单位该报的数都有。", "Every figure owed is there."),
    "owed note": (
        "一数由几个单位共同负责的，各单位名下都列，不拆分。缺数只得区间，不按零分。",
        "A figure that several answer for is listed under each, never split. Missing gives an interval, never zero.",
    ),
    "owed due": ("{month} 的数应于 {due} 前报送。", "The figures of {month} are due by {due}."),
    "owed late": ("截至 {on} 已过期 {days} 天。", " They are {days} days late on {on}."),
    "owed early": ("截至 {on} 还没到期。", " They are not yet due on {on}."),
    "which figures": ("缺哪些数", "Figures missing"),
    "last had": ("最近有数的月份", "Last month it was there"),
    "never had": ("以前也没有", "never yet"),
    "audit brief": (
        "自查：{count} 处请再看一眼（要紧 {high} 处）。逐条见 scorecard audit {files}",
        "Audit: {count} places for a second look ({high} grave). Each of them: scorecard audit {files}",
    ),
}
