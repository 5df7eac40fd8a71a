// The types that the dashboards are checked against: those of @grafana/schema, with stricter types for
// the options of a panel (by its type), the value of an override (by its property) and the query (only
// Prometheus).

import type * as grafana from '@grafana/schema';
import type * as barGauge from '@grafana/schema/dist/esm/raw/composable/bargauge/panelcfg/x/BarGaugePanelCfg_types.gen';
import type * as heatmap from '@grafana/schema/dist/esm/raw/composable/heatmap/panelcfg/x/HeatmapPanelCfg_types.gen';
import type * as stat from '@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen';
import type * as stateTimeline from '@grafana/schema/dist/esm/raw/composable/statetimeline/panelcfg/x/StateTimelinePanelCfg_types.gen';
import type * as table from '@grafana/schema/dist/esm/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen';
import type * as timeSeries from '@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen';
import type * as raw from '@grafana/schema/dist/esm/raw/dashboard/x/Dashboard_types.gen';

/** T in JSON, where the members of an enum are plain strings and numbers. */
type Json<T> = T extends string
  ? `${T}`
  : T extends number
    ? `${T}` extends `${infer N extends number}`
      ? N
      : never
    : T extends boolean | null | undefined
      ? T
      : { [K in keyof T]: Json<T[K]> };

type Require<T, K extends keyof T> = Omit<T, K> & Required<Pick<T, K>>;

/** Every panel and every variable uses the data source selected in the dashboard. */
interface ChosenDataSource {
  type: 'prometheus';
  uid: '${datasource}';
}

interface PrometheusQuery {
  refId: string;
  expr: string;
  legendFormat?: string;
  format: 'time_series' | 'table' | 'heatmap';
  instant: boolean;
  range: boolean;
}

interface DataLink {
  title: string;
  url: string;
  targetBlank: boolean;
}

interface FieldDefaults<Custom>
  extends Omit<raw.FieldConfig, 'actions' | 'custom' | 'links' | 'writeable'> {
  custom?: Custom;
  links?: DataLink[];
}

/** An override of one property, with the type of the property in the defaults. */
type Override<Defaults, Prefix extends string = ''> = {
  [K in keyof Defaults & string]-?: { id: `${Prefix}${K}`; value: NonNullable<Defaults[K]> };
}[keyof Defaults & string];

interface FieldConfig<Custom> {
  defaults: FieldDefaults<Custom>;
  overrides: Array<{
    matcher: { id: 'byName' | 'byRegexp'; options: string };
    properties: Array<
      Override<Omit<FieldDefaults<Custom>, 'custom'>> | Override<Custom, 'custom.'>
    >;
  }>;
}

interface Organize {
  id: 'organize';
  options: {
    excludeByName: Record<string, boolean>;
    indexByName: Record<string, number>;
    renameByName: Record<string, string>;
  };
}

interface Merge {
  id: 'merge';
  options: Record<string, never>;
}

type PanelBase = Require<
  Omit<
    raw.Panel,
    'datasource' | 'fieldConfig' | 'options' | 'pluginVersion' | 'targets' | 'transformations' | 'type'
  >,
  'description' | 'gridPos' | 'id' | 'title'
>;

interface PanelOf<Type extends string, Options, Custom> extends PanelBase {
  type: Type;
  datasource: ChosenDataSource;
  pluginVersion: string;
  targets: PrometheusQuery[];
  transformations?: Array<Merge | Organize>;
  fieldConfig: FieldConfig<Custom>;
  options: Options;
}

type NoCustomOptions = Record<string, never>;

// The cell options of a table are optional: the panel fills in its defaults.
type TableCustom = Partial<grafana.TableFieldOptions>;

type AnyPanel =
  | PanelOf<'bargauge', barGauge.Options, NoCustomOptions>
  | PanelOf<'heatmap', heatmap.Options, heatmap.FieldConfig>
  | PanelOf<'stat', stat.Options, NoCustomOptions>
  | PanelOf<'state-timeline', stateTimeline.Options, stateTimeline.FieldConfig>
  | PanelOf<'table', table.Options, TableCustom>
  | PanelOf<'timeseries', timeSeries.Options, timeSeries.FieldConfig>;

interface Row extends Omit<raw.RowPanel, 'panels'> {
  gridPos: raw.GridPos;
  title: string;
  /** Panels of a collapsed row; the panels of an open row follow it in the dashboard. */
  panels: AnyPanel[];
}

interface DataSourceVariable extends Omit<raw.VariableModel, 'current' | 'query' | 'type'> {
  type: 'datasource';
  query: 'prometheus';
}

interface QueryVariable extends Omit<raw.VariableModel, 'datasource' | 'query' | 'type'> {
  type: 'query';
  datasource: ChosenDataSource;
  query: { qryType: 1; query: string; refId: string };
}

interface BuiltInAnnotations extends raw.AnnotationQuery {
  builtIn: 1;
}

interface PrometheusAnnotations extends Omit<raw.AnnotationQuery, 'builtIn' | 'target'> {
  builtIn?: never;
  datasource: ChosenDataSource;
  expr: string;
  step: string;
  titleFormat: string;
  textFormat: string;
  tagKeys: string;
  useValueForTime: boolean;
}

interface StrictDashboard
  extends Omit<
    Require<raw.Dashboard, 'description' | 'links' | 'refresh' | 'tags' | 'time' | 'title' | 'uid'>,
    'annotations' | 'id' | 'panels' | 'snapshot' | 'templating'
  > {
  annotations: { list: Array<BuiltInAnnotations | PrometheusAnnotations> };
  templating: { list: Array<DataSourceVariable | QueryVariable> };
  panels: Array<AnyPanel | Row>;
}

export type Dashboard = Json<StrictDashboard>;
