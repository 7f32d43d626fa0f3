module.exports = function (config) {
  // Not as `topics`: Eleventy would join them to those of each paper.
  config.addGlobalData("everyTopic", TOPICS);
  config.addCollection("papers", (all) => all.getFilteredByGlob("content/papers/*.md"));
  config.addFilter("ofTopic", (papers, topic) => papers.filter((paper) => paper.data.topics.includes(topic)));
  config.addFilter("byYear", (papers) => {
    const years = new Map();
    for (const paper of papers) years.set(paper.data.year, [...(years.get(paper.data.year) ?? []), paper]);
    return [...years].sort(([one], [other]) => other - one);
  });
  config.addFilter("persons", (names) => names.map((name) => ({ "@type": "Person", name })));
  config.addFilter("json", (value) => JSON.stringify(value).replaceAll("<", "\u003c"));
  return { dir: { input: "content", output: "site", includes: "_layouts" }, htmlTemplateEngine: "njk" };
};
