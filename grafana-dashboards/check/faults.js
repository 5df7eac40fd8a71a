// Copies of a dashboard with one fault each, typical of JSON edited by hand.

/** Faults of any dashboard. */
const ofDashboards = {
  'a misspelt key': (it) => (it.titel = it.title),
  'no uid': (it) => delete it.uid,
  'a number as text': (it) => (it.schemaVersion = '39'),
  'an unknown refresh of a variable': (it) => (last(it.templating.list).refresh = 3),
  'a variable of a fixed data source': (it) => (last(it.templating.list).datasource.uid = 'prometheus'),
  'an annotation without an expression': (it) => delete last(it.annotations.list).expr,
  'a link of an unknown type': (it) => (it.links[0].type = 'url'),
  'a panel of an unknown type': (it) => (firstPanel(it).type = 'graph'),
  'a panel without a description': (it) => delete firstPanel(it).description,
  'a panel of a fixed data source': (it) => (firstPanel(it).datasource.uid = 'prometheus'),
};

/** Faults of any panel, planted into the first panel of each type. */
const ofPanels = {
  'an unknown option': (it) => (it.options.showLegendd = true),
  'a width as text': (it) => (it.gridPos.w = '12'),
  'a query without its expression': (it) => delete it.targets[0].expr,
  'a misspelt key of a query': (it) => (it.targets[0].legend = 'x'),
  'an unknown field option': (it) => (it.fieldConfig.defaults.units = 'percent'),
  'an unknown custom field option': (it) => (it.fieldConfig.defaults.custom = { lineWith: 1 }),
  'an unknown mode of colour': (it) => (it.fieldConfig.defaults.color = { mode: 'threshold' }),
  'an override of an unknown property': (it) => addOverride(it, 'custom.lineWith', 1),
  'an override with a value of another type': (it) => addOverride(it, 'unit', 1),
  'an unknown transformation': (it) => (it.transformations = [{ id: 'organise', options: {} }]),
};

/** Faults of options that only one type of panel has. */
const ofTypes = {
  bargauge: (it) => (it.options.displayMode = 'lcds'),
  heatmap: (it) => (it.options.color.scale = 'log'),
  stat: (it) => (it.options.graphMode = 'bars'),
  'state-timeline': (it) => (it.options.showValue = 'sometimes'),
  table: (it) => (it.options.cellHeight = 'xs'),
  timeseries: (it) => (it.fieldConfig.defaults.custom.drawStyle = 'lines'),
};

function last(list) {
  return list[list.length - 1];
}

function firstPanel(dashboard) {
  return dashboard.panels[0];
}

function addOverride(panel, id, value) {
  panel.fieldConfig.overrides.push({
    matcher: { id: 'byName', options: 'x' },
    properties: [{ id, value }],
  });
}

/** A copy with only the first panel of a type, to keep the check fast. */
function withOnePanel(dashboard, type) {
  const panel = dashboard.panels.find((it) => it.type === type);
  return structuredClone({ ...dashboard, panels: [panel] });
}

/** Pairs of a fault's name and the dashboard with this fault; the argument is not changed. */
export function faults(dashboard) {
  const types = [...new Set(dashboard.panels.map((it) => it.type))].filter((it) => it !== 'row');
  const result = Object.entries(ofDashboards).map(([name, plant]) => {
    const copy = withOnePanel(dashboard, types[0]);
    plant(copy);
    return [name, copy];
  });
  for (const type of types) {
    const all = { ...ofPanels, 'an option with an unknown value': ofTypes[type] };
    for (const [name, plant] of Object.entries(all)) {
      const copy = withOnePanel(dashboard, type);
      plant(firstPanel(copy));
      result.push([`${type} with ${name}`, copy]);
    }
  }
  return result;
}
