import { routes, surveyNames } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { NotFoundError } from '../../http/fritz-error.ts';
import { saveAlert } from '../alerts/save-alert.service.ts';
import { listDisplayedPhotometry } from '../photometry/displayed-photometry.service.ts';
import { loadAlert, loadCutouts, searchAround, searchObject } from './brokers.service.ts';

/** The archive itself, as SkyPortal tells of a broker. */
const ownBroker = {
  id: 1,
  name: 'Fritz',
  broker_classname: 'FRITZBROKER',
  active: true,
  default_alert_search: true,
  default_crossmatch: true,
  capabilities: {
    query_alerts: true,
    get_alert: true,
    get_cutouts: true,
    get_photometry: true,
    save_as_source: true,
    cone_search: true,
    cross_match_catalogs: true,
    // Filters are at /api/filters; nothing has to be ingested.
    get_filters: false,
    create_filter: false,
    test_filter: false,
    validate_filter: false,
    filter_modules: false,
    run_ingestion: false,
  },
  surveys: [...surveyNames],
  filter_kind: 'pipeline',
};

function demandBroker(id: number): typeof ownBroker {
  if (id !== ownBroker.id) throw new NotFoundError('broker');
  return ownBroker;
}

export function bindBrokerRoutes(bind: Binder): void {
  bind.viewer(routes.listBrokers, async () => [ownBroker]);
  bind.viewer(routes.getBroker, async ({ params }) => demandBroker(params.broker_id));

  bind.viewer(routes.searchBrokerAlerts, ({ tx, params, query }) => {
    demandBroker(params.broker_id);
    return searchObject(tx, query);
  });

  bind.viewer(routes.getBrokerAlert, ({ tx, params, query, context }) => {
    demandBroker(params.broker_id);
    return loadAlert(tx, context, params.alert_id, query.survey);
  });

  bind.viewer(routes.getBrokerCutouts, ({ tx, params, query }) => {
    demandBroker(params.broker_id);
    return loadCutouts(tx, params.alert_id, query.survey);
  });

  bind.viewer(routes.getBrokerPhotometry, (call) => {
    demandBroker(call.params.broker_id);
    return listDisplayedPhotometry(call, call.params.alert_id, call.query);
  });
  bind.viewer(routes.getSurveyPhotometry, (call) =>
    listDisplayedPhotometry(call, call.params.id, call.query),
  );

  bind.viewer(routes.saveBrokerAlert, async (call) => {
    demandBroker(call.params.broker_id);
    const { id } = await saveAlert(call, call.params.alert_id, call.body);
    return { id };
  });

  bind.viewer(routes.searchBrokerCatalogs, ({ tx, params, query, context }) => {
    demandBroker(params.broker_id);
    return searchAround(tx, query, context.now());
  });
}
