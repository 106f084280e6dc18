"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const charts = new Map();
  const color = name => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

  const base = () => ({
    animation: !calm,
    animationDuration: 300,
    textStyle: { color: color("ink"), fontFamily: "inherit" },
    grid: { left: 8, right: 24, top: 28, bottom: 8, containLabel: true },
    tooltip: { backgroundColor: color("raised"), borderColor: color("line"), textStyle: { color: color("ink") }, confine: true },
  });
  const axis = more => ({
    axisLine: { lineStyle: { color: color("line") } },
    axisTick: { show: false },
    axisLabel: { color: color("muted"), hideOverlap: true },
    splitLine: { lineStyle: { color: color("line"), opacity: 0.6 } },
    nameTextStyle: { color: color("muted") },
    ...more,
  });
  const numbers = new Intl.NumberFormat("en");
  const threshold = where => data.threshold === undefined ? undefined : {
    silent: true,
    symbol: "none",
    animation: false,
    lineStyle: { color: color("mark"), type: "dashed", width: 2 },
    label: { formatter: "threshold", color: color("mark"), position: "end" },
    data: [{ [where]: data.threshold }],
  };

  const bins = () => {
    const side = bar => data.threshold === undefined ? "plain"
      : (bar.from + bar.to) / 2 > data.threshold ? "one" : "zero";
    const width = data.bins[0].to - data.bins[0].from;
    const edges = [data.bins[0].from, data.bins[data.bins.length - 1].to];
    if (data.threshold !== undefined) edges.push(data.threshold - width, data.threshold + width);
    return {
      ...base(),
      tooltip: {
        ...base().tooltip,
        formatter: p => `${(p.value[0] - width / 2).toFixed(3)} to ${(p.value[0] + width / 2).toFixed(3)}: ${numbers.format(p.value[1])}`,
      },
      xAxis: axis({
        type: "value", scale: true, name: "cosine", nameLocation: "middle", nameGap: 28,
        min: Math.min(...edges),
        max: Math.max(...edges),
        axisLabel: { color: color("muted"), hideOverlap: true, showMinLabel: false, showMaxLabel: false, formatter: v => String(Math.round(v * 1000) / 1000) },
        splitLine: { show: false },
      }),
      yAxis: axis({ type: "value", minInterval: 1 }),
      grid: { ...base().grid, bottom: 30 },
      series: [{
        type: "custom",
        renderItem: (params, api) => {
          const low = api.coord([api.value(0) - width / 2, 0]);
          const high = api.coord([api.value(0) + width / 2, api.value(1)]);
          return {
            type: "rect",
            shape: { x: low[0] + 0.5, y: high[1], width: Math.max(1, high[0] - low[0] - 1), height: low[1] - high[1] },
            style: { fill: color(side(data.bins[params.dataIndex])) },
          };
        },
        encode: { x: 0, y: 1 },
        data: data.bins.map(bar => [(bar.from + bar.to) / 2, bar.rows]),
        markLine: threshold("xAxis"),
      }],
    };
  };

  const statuses = () => ({
    ...base(),
    tooltip: { ...base().tooltip, valueFormatter: v => numbers.format(v) },
    xAxis: axis({ type: "value", minInterval: 1 }),
    yAxis: axis({
      type: "category", inverse: true, data: data.statuses.map(s => s.status), splitLine: { show: false },
      axisLabel: { color: color("muted"), width: innerWidth < 600 ? 140 : 240, overflow: "truncate" },
    }),
    series: [{
      type: "bar",
      barMaxWidth: 22,
      data: data.statuses.map(s => ({ value: s.rows, itemStyle: { color: color(s.status === "OK" ? "one" : "zero") } })),
      label: { show: true, position: "right", color: color("muted"), formatter: p => numbers.format(p.value) },
    }],
    grid: { ...base().grid, right: 64, top: 8 },
  });

  const trend = () => ({
    ...base(),
    tooltip: {
      ...base().tooltip,
      trigger: "axis",
      formatter: ps => {
        const p = data.trend[ps[0].dataIndex];
        return `${p.period}: ${p.value === null ? "none" : p.value.toFixed(3)} of ${numbers.format(p.rows)}`;
      },
    },
    xAxis: axis({ type: "category", data: data.trend.map(p => p.period), splitLine: { show: false } }),
    yAxis: [
      axis({ type: "value", scale: true }),
      axis({ type: "value", show: false, max: v => v.max * 4 }),
    ],
    series: [
      { type: "bar", yAxisIndex: 1, data: data.trend.map(p => p.rows), itemStyle: { color: color("line") }, silent: true },
      { type: "line", data: data.trend.map(p => p.value), connectNulls: false, symbolSize: 6, showSymbol: data.trend.length < 60,
        lineStyle: { color: color("one"), width: 2 }, itemStyle: { color: color("one") } },
    ],
  });

  const sources = () => ({
    ...base(),
    tooltip: {
      ...base().tooltip,
      formatter: p => {
        const q = data.sources[p.dataIndex].quantiles.map(v => v.toFixed(3));
        const box = document.createElement("div");
        box.textContent = `${data.sources[p.dataIndex].source}: median ${q[2]}, half between ${q[1]} and ${q[3]}`;
        return box;
      },
    },
    xAxis: axis({ type: "value", scale: true, axisLabel: { color: color("muted"), hideOverlap: true, formatter: v => String(Math.round(v * 1000) / 1000) } }),
    yAxis: axis({
      type: "category", inverse: true, data: data.sources.map(s => s.source), splitLine: { show: false },
      axisLabel: { color: color("muted"), width: innerWidth < 600 ? 90 : 180, overflow: "truncate" },
    }),
    series: [{
      type: "boxplot",
      layout: "vertical",
      boxWidth: [4, 18],
      itemStyle: { color: color("raised"), borderColor: color("one"), borderWidth: 1.5 },
      data: data.sources.map(s => s.quantiles),
      markLine: threshold("xAxis"),
    }],
  });

  const plots = { "plot-bins": bins, "plot-statuses": statuses, "plot-trend": trend, "plot-sources": sources };
  const draw = () => {
    for (const [id, option] of Object.entries(plots)) {
      const element = document.getElementById(id);
      if (element) {
        let chart = charts.get(id);
        if (!chart) {
          if (id === "plot-sources") element.style.height = Math.max(8, 4 + 1.9 * data.sources.length) + "rem";
          if (id === "plot-statuses") element.style.height = 3 + 2.2 * data.statuses.length + "rem";
          chart = echarts.init(element, null, { renderer: "svg" });
          new ResizeObserver(() => chart.resize()).observe(element);
          charts.set(id, chart);
        }
        chart.setOption(option(), true);
      }
    }
    document.documentElement.dataset.drawn = String(charts.size);
  };
  draw();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
})();
