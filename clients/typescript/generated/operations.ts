// Generated from the OpenAPI document by scripts/openapi.ts: do not edit.

/** What each operation takes, and the data that it answers with. */
export interface Operations {
  /** Note that one looked at an object, for these groups */
  addLabels: { request: { params: { id: string }; body: { groupIds: number[] }; }; data: Record<string, never> };
  /** Take that back */
  removeLabels: { request: { params: { id: string }; body: { groupIds: number[] }; }; data: Record<string, never> };
  /** Vote on a classification; voting again changes the vote */
  castVote: { request: { params: { id: number }; body: { vote: number }; }; data: Record<string, never> };
  /** Take one’s vote on a classification back */
  withdrawVote: { request: { params: { id: number }; }; data: Record<string, never> };
  /** Say what an object is, or of each in a list */
  createClassification: { request: { body?: { obj_id?: string; classification?: string; taxonomy_id?: number; probability?: number | null; ml?: boolean | 'True' | 'False' | 't' | 'f' | 'true' | 'false'; origin?: string | null; group_ids?: number[]; vote?: boolean | null; label?: boolean | null; classifications?: ({ obj_id: string; classification: string; taxonomy_id: number; probability?: number | null; ml?: boolean | 'True' | 'False' | 't' | 'f' | 'true' | 'false'; origin?: string | null; group_ids?: number[]; vote?: boolean | null; label?: boolean | null })[] }; }; data: { classification_id?: number; classification_ids?: number[] } };
  /** Classifications, in the order in which they were made */
  listClassifications: { request: { query?: { startDate?: string; endDate?: string; includeTaxonomy?: boolean; pageNumber?: number; numPerPage?: number }; }; data: { classifications: ({ id: number; obj_id: string; classification: string; taxonomy_id: number; taxname: string; probability: number | null; ml: boolean; origin: string | null; author_id: number; author_name: string; version: number; created_at: string; modified: string; groups: ({ id: number; name: string; nickname: string | null; description: string | null; private: boolean; auto_accept_requests: boolean; single_user_group: boolean; sitewide: boolean; created_at: string; modified: string; object_counts?: { users: number; filters: number; sources: number } })[]; votes: ({ id: number; classification_id: number; voter_id: number; vote: number; created_at: string; modified: string })[]; can_change: boolean; taxonomy?: { id: number; name: string; version: string; provenance: string | null; isLatest: boolean; hierarchy: Record<string, unknown>; created_by: number; created_at: string; modified: string; groups: ({ id: number; name: string; nickname: string | null; description: string | null; private: boolean; auto_accept_requests: boolean; single_user_group: boolean; sitewide: boolean; created_at: string; modified: string; object_counts?: { users: number; filters: number; sources: number } })[]; can_change: boolean } })[]; totalMatches: number; pageNumber: number; numPerPage: number } };
  /** Withdraw a classification: its history stays */
  deleteClassification: { request: { params: { id: number }; body?: { label?: boolean | null }; }; data: Record<string, never> };
  /** One classification */
  getClassification: { request: { params: { id: number }; query?: { includeTaxonomy?: boolean }; }; data: { id: number; obj_id: string; classification: string; taxonomy_id: number; taxname: string; probability: number | null; ml: boolean; origin: string | null; author_id: number; author_name: string; version: number; created_at: string; modified: string; groups: ({ id: number; name: string; nickname: string | null; description: string | null; private: boolean; auto_accept_requests: boolean; single_user_group: boolean; sitewide: boolean; created_at: string; modified: string; object_counts?: { users: number; filters: number; sources: number } })[]; votes: ({ id: number; classification_id: number; voter_id: number; vote: number; created_at: string; modified: string })[]; can_change: boolean; taxonomy?: { id: number; name: string; version: string; provenance: string | null; isLatest: boolean; hierarchy: Record<string, unknown>; created_by: number; created_at: string; modified: string; groups: ({ id: number; name: string; nickname: string | null; description: string | null; private: boolean; auto_accept_requests: boolean; single_user_group: boolean; sitewide: boolean; created_at: string; modified: string; object_counts?: { users: number; filters: number; sources: number } })[]; can_change: boolean } } };
  /** Change a classification; what is not named stays, and how it was is kept */
  updateClassification: { request: { params: { id: number }; body?: { obj_id?: string; classification?: string; taxonomy_id?: number; probability?: number | null; ml?: boolean | 'True' | 'False' | 't' | 'f' | 'true' | 'false'; origin?: string | null; group_ids?: number[] }; }; data: Record<string, never> };
  /** Withdraw all of an object’s classifications that the viewer may withdraw */
  deleteObjClassifications: { request: { params: { id: string }; body?: { label?: boolean | null }; }; data: Record<string, never> };
  /** What is said of an object */
  listObjClassifications: { request: { params: { id: string }; }; data: ({ id: number; obj_id: string; classification: string; taxonomy_id: number; taxname: string; probability: number | null; ml: boolean; origin: string | null; author_id: number; author_name: string; version: number; created_at: string; modified: string; groups: ({ id: number; name: string; nickname: string | null; description: string | null; private: boolean; auto_accept_requests: boolean; single_user_group: boolean; sitewide: boolean; created_at: string; modified: string; object_counts?: { users: number; filters: number; sources: number } })[]; votes: ({ id: number; classification_id: number; voter_id: number; vote: number; created_at: string; modified: string })[]; can_change: boolean; taxonomy?: { id: number; name: string; version: string; provenance: string | null; isLatest: boolean; hierarchy: Record<string, unknown>; created_by: number; created_at: string; modified: string; groups: ({ id: number; name: string; nickname: string | null; description: string | null; private: boolean; auto_accept_requests: boolean; single_user_group: boolean; sitewide: boolean; created_at: string; modified: string; object_counts?: { users: number; filters: number; sources: number } })[]; can_change: boolean } })[] };
  /** What a classification said, version by version; of a withdrawn one, too */
  getClassificationHistory: { request: { params: { id: number }; }; data: ({ version: number; action: 'made' | 'changed' | 'withdrawn'; classification: string; taxonomy_id: number; probability: number | null; ml: boolean; origin: string | null; groups: ({ id: number; name: string; nickname: string | null; description: string | null; private: boolean; auto_accept_requests: boolean; single_user_group: boolean; sitewide: boolean; created_at: string; modified: string; object_counts?: { users: number; filters: number; sources: number } })[]; changed_by: { id: number; username: string } | null; changed_at: string })[] };
  /** Names of the objects of which something is said */
  listClassifiedSources: { request: { query?: { startDate?: string; endDate?: string }; }; data: string[] };
  /** Post a version of a taxonomy */
  createTaxonomy: { request: { body: { name: string; version: string; hierarchy?: Record<string, unknown>; hierarchy_file?: string; provenance?: string | null; isLatest?: boolean; group_ids?: number[] }; }; data: { taxonomy_id: number } };
  /** The taxonomies of the viewer’s groups, by name, latest versions first */
  listTaxonomies: { request: Record<string, never>; data: ({ id: number; name: string; version: string; provenance: string | null; isLatest: boolean; hierarchy: Record<string, unknown>; created_by: number; created_at: string; modified: string; groups: ({ id: number; name: string; nickname: string | null; description: string | null; private: boolean; auto_accept_requests: boolean; single_user_group: boolean; sitewide: boolean; created_at: string; modified: string; object_counts?: { users: number; filters: number; sources: number } })[]; can_change: boolean })[] };
  /** Delete a taxonomy by which nothing was ever said */
  deleteTaxonomy: { request: { params: { id: number }; }; data: Record<string, never> };
  /** One taxonomy */
  getTaxonomy: { request: { params: { id: number }; }; data: { id: number; name: string; version: string; provenance: string | null; isLatest: boolean; hierarchy: Record<string, unknown>; created_by: number; created_at: string; modified: string; groups: ({ id: number; name: string; nickname: string | null; description: string | null; private: boolean; auto_accept_requests: boolean; single_user_group: boolean; sitewide: boolean; created_at: string; modified: string; object_counts?: { users: number; filters: number; sources: number } })[]; can_change: boolean } };
  /** Change what is said of a taxonomy; what is not named stays */
  updateTaxonomy: { request: { params: { id: number }; body?: { name?: string; version?: string; hierarchy?: Record<string, unknown>; provenance?: string | null; isLatest?: boolean; group_ids?: number[] }; }; data: Record<string, never> };
  /** A service answers, once, at the address that it was given */
  answerAnalysis: { request: { params: { token: string }; body: { status: string; message?: string | null; analysis?: { results?: { format?: string; data: unknown }; inference_data?: { format?: string; data: string }; plots?: ({ format?: string; data: string })[] } | null }; }; data: Record<string, never> };
  /** Delete an analysis; what still waits is not sent */
  deleteAnalysis: { request: { params: { id: number }; }; data: Record<string, never> };
  /** One analysis */
  getAnalysis: { request: { params: { id: number }; query?: { objID?: string; includeAnalysisData?: boolean }; }; data: { id: number; obj_id: string; analysis_service_id: number; analysis_service_name: string | null; analysis_service_description: string | null; author_id: number; status: 'queued' | 'pending' | 'completed' | 'failure' | 'timed_out'; status_message: string | null; analysis_parameters: Record<string, unknown>; show_parameters: boolean; show_plots: boolean; show_corner: boolean; created_at: string; modified: string; last_activity: string; invalid_after: string | null; duration: number | null; num_plots: number; has_results: boolean; has_inference_data: boolean; groups: ({ id: number; name: string; nickname: string | null; description: string | null; private: boolean; auto_accept_requests: boolean; single_user_group: boolean; sitewide: boolean; created_at: string; modified: string; object_counts?: { users: number; filters: number; sources: number } })[]; can_delete: boolean; data?: Record<string, unknown> } };
  /** Its first plot */
  getAnalysisFirstPlot: { request: { params: { id: number }; }; data: Response };
  /** One of its plots, as the service drew it; from 0 */
  getAnalysisPlot: { request: { params: { id: number; number: number }; }; data: Response };
  /** The results: JSON */
  getAnalysisResults: { request: { params: { id: number }; }; data: unknown };
  /** Analyses, last asked for first */
  listAnalyses: { request: { query?: { objID?: string; pageNumber?: number; numPerPage?: number }; }; data: ({ id: number; obj_id: string; analysis_service_id: number; analysis_service_name: string | null; analysis_service_description: string | null; author_id: number; status: 'queued' | 'pending' | 'completed' | 'failure' | 'timed_out'; status_message: string | null; analysis_parameters: Record<string, unknown>; show_parameters: boolean; show_plots: boolean; show_corner: boolean; created_at: string; modified: string; last_activity: string; invalid_after: string | null; duration: number | null; num_plots: number; has_results: boolean; has_inference_data: boolean; groups: ({ id: number; name: string; nickname: string | null; description: string | null; private: boolean; auto_accept_requests: boolean; single_user_group: boolean; sitewide: boolean; created_at: string; modified: string; object_counts?: { users: number; filters: number; sources: number } })[]; can_delete: boolean; data?: Record<string, unknown> })[] };
  /** Look for objects by what their summaries mean; needs a model outside */
  querySummaries: { request: { body?: { q?: string; objID?: string; k?: number; z_min?: number; z_max?: number; classificationTypes?: string[] }; }; data: Record<string, never> };
  /** Ask a service to analyse an object */
  startAnalysis: { request: { params: { objId: string; serviceId: number }; body?: { analysis_parameters?: Record<string, unknown>; show_parameters?: boolean; show_plots?: boolean; show_corner?: boolean; group_ids?: number[] }; }; data: { id: number } };
  /** Upload the results of an analysis that was made elsewhere */
  uploadAnalysis: { request: { params: { objId: string; serviceId: number }; body: { analysis: { results?: { format?: string; data: unknown }; inference_data?: { format?: string; data: string }; plots?: ({ format?: string; data: string })[] }; message?: string; show_parameters?: boolean; show_plots?: boolean; show_corner?: boolean; group_ids?: number[] }; }; data: { id: number; message: string } };
  /** Make a service known */
  createAnalysisService: { request: { body: { name: string; url: string; authentication_type: 'none' | 'api_key' | 'header_token' | 'HTTPBasicAuth'; analysis_type: 'lightcurve_fitting' | 'spectrum_fitting' | 'meta_analysis'; input_data_types: ('photometry' | 'spectra' | 'redshift' | 'annotations' | 'comments' | 'classifications')[]; display_name?: string | '' | null; description?: string | '' | null; version?: string | '' | null; contact_name?: string | '' | null; contact_email?: string | '' | null; optional_analysis_parameters?: Record<string, unknown> | string; _authinfo?: string | null; enabled?: boolean; timeout?: number; upload_only?: boolean; display_on_resource_dropdown?: boolean; is_summary?: boolean; group_ids?: number[] }; }; data: { id: number } };
  /** Services that analyse objects, by name */
  listAnalysisServices: { request: Record<string, never>; data: ({ id: number; name: string; display_name: string | null; description: string | null; version: string | null; contact_name: string | null; contact_email: string | null; url: string; optional_analysis_parameters: Record<string, unknown>; authentication_type: 'none' | 'api_key' | 'header_token' | 'HTTPBasicAuth'; enabled: boolean; analysis_type: 'lightcurve_fitting' | 'spectrum_fitting' | 'meta_analysis'; input_data_types: ('photometry' | 'spectra' | 'redshift' | 'annotations' | 'comments' | 'classifications')[]; timeout: number; upload_only: boolean; display_on_resource_dropdown: boolean; is_summary: boolean; groups: ({ id: number; name: string; nickname: string | null; description: string | null; private: boolean; auto_accept_requests: boolean; single_user_group: boolean; sitewide: boolean; created_at: string; modified: string; object_counts?: { users: number; filters: number; sources: number } })[]; created_by: number; created_at: string; modified: string; can_change: boolean })[] };
  /** Ask a service by itself, for objects of which one of these classes is said */
  createDefaultAnalysis: { request: { params: { serviceId: number }; body: { default_analysis_parameters?: Record<string, unknown>; source_filter: { classifications: ({ name: string; probability?: number })[] }; show_parameters?: boolean; show_plots?: boolean; show_corner?: boolean; daily_limit?: number; group_ids?: number[] }; }; data: { id: number } };
  /** What a service is asked for by itself */
  listDefaultAnalyses: { request: { params: { serviceId: number }; }; data: ({ id: number; analysis_service_id: number; author_id: number; default_analysis_parameters: Record<string, unknown>; source_filter: { classifications: ({ name: string; probability?: number })[] }; show_parameters: boolean; show_plots: boolean; show_corner: boolean; stats: { daily_limit: number; daily_count: number }; groups: ({ id: number; name: string; nickname: string | null; description: string | null; private: boolean; auto_accept_requests: boolean; single_user_group: boolean; sitewide: boolean; created_at: string; modified: string; object_counts?: { users: number; filters: number; sources: number } })[]; created_at: string; modified: string })[] };
  /** Delete a service with its analyses */
  deleteAnalysisService: { request: { params: { id: number }; }; data: Record<string, never> };
  /** One service; never its secrets */
  getAnalysisService: { request: { params: { id: number }; }; data: { id: number; name: string; display_name: string | null; description: string | null; version: string | null; contact_name: string | null; contact_email: string | null; url: string; optional_analysis_parameters: Record<string, unknown>; authentication_type: 'none' | 'api_key' | 'header_token' | 'HTTPBasicAuth'; enabled: boolean; analysis_type: 'lightcurve_fitting' | 'spectrum_fitting' | 'meta_analysis'; input_data_types: ('photometry' | 'spectra' | 'redshift' | 'annotations' | 'comments' | 'classifications')[]; timeout: number; upload_only: boolean; display_on_resource_dropdown: boolean; is_summary: boolean; groups: ({ id: number; name: string; nickname: string | null; description: string | null; private: boolean; auto_accept_requests: boolean; single_user_group: boolean; sitewide: boolean; created_at: string; modified: string; object_counts?: { users: number; filters: number; sources: number } })[]; created_by: number; created_at: string; modified: string; can_change: boolean } };
  /** Change a service; what is not named stays, its secrets too */
  updateAnalysisService: { request: { params: { id: number }; body?: { name?: string; url?: string; authentication_type?: 'none' | 'api_key' | 'header_token' | 'HTTPBasicAuth'; analysis_type?: 'lightcurve_fitting' | 'spectrum_fitting' | 'meta_analysis'; input_data_types?: ('photometry' | 'spectra' | 'redshift' | 'annotations' | 'comments' | 'classifications')[]; display_name?: string | '' | null; description?: string | '' | null; version?: string | '' | null; contact_name?: string | '' | null; contact_email?: string | '' | null; optional_analysis_parameters?: Record<string, unknown> | string; _authinfo?: string | null; enabled?: boolean; timeout?: number; upload_only?: boolean; display_on_resource_dropdown?: boolean; is_summary?: boolean; group_ids?: number[] }; }; data: Record<string, never> };
  /** Ask no more */
  deleteDefaultAnalysis: { request: { params: { serviceId: number; id: number }; }; data: Record<string, never> };
  /** One of them */
  getDefaultAnalysis: { request: { params: { serviceId: number; id: number }; }; data: { id: number; analysis_service_id: number; author_id: number; default_analysis_parameters: Record<string, unknown>; source_filter: { classifications: ({ name: string; probability?: number })[] }; show_parameters: boolean; show_plots: boolean; show_corner: boolean; stats: { daily_limit: number; daily_count: number }; groups: ({ id: number; name: string; nickname: string | null; description: string | null; private: boolean; auto_accept_requests: boolean; single_user_group: boolean; sitewide: boolean; created_at: string; modified: string; object_counts?: { users: number; filters: number; sources: number } })[]; created_at: string; modified: string } };
  /** Change it; what is not named stays */
  updateDefaultAnalysis: { request: { params: { serviceId: number; id: number }; body?: { default_analysis_parameters?: Record<string, unknown>; source_filter?: { classifications: ({ name: string; probability?: number })[] }; show_parameters?: boolean; show_plots?: boolean; show_corner?: boolean; daily_limit?: number; group_ids?: number[] }; }; data: Record<string, never> };
  /** What was said of an object in a few sentences, last first: the first is in force */
  listObjSummaries: { request: { params: { id: string }; }; data: ({ summary: string | null; is_bot: boolean; set_by_user_id: number; set_at_utc: string })[] };
  /** What this server is; no login needed */
  getSysinfo: { request: Record<string, never>; data: { fritzVersion: string; invitationsEnabled: boolean } };
  /** What a client needs to know of this installation */
  getConfig: { request: Record<string, never>; data: { version: string; surveys: string[]; sitewideGroup: { id: number; name: string } | null; savedStatuses: string[]; maxNumPerPage: number; slackPreamble: string; invitationsEnabled: boolean; cosmology: string; cosmoref: string; allowedSpectrumTypes: string[]; defaultSpectrumType: string } };
  /** The words that fields with a fixed choice may have, by SkyPortal’s names of the lists */
  getEnumTypes: { request: Record<string, never>; data: { ALLOWED_BANDPASSES: string[]; ALLOWED_MAGSYSTEMS: string[]; ALLOWED_SPECTRUM_TYPES: string[]; THUMBNAIL_TYPES: string[]; INSTRUMENT_TYPES: string[]; FOLLOWUP_PRIORITIES: string[]; ALLOWED_API_CLASSNAMES: string[]; LISTENER_CLASSNAMES: string[]; ALLOWED_ALLOCATION_TYPES: string[]; ANALYSIS_TYPES: string[]; ANALYSIS_INPUT_TYPES: string[]; AUTHENTICATION_TYPES: string[] } };
  /** How much there is; of tables with more than a million rows by estimate */
  getDbStats: { request: Record<string, never>; data: { "Number of candidates": number; "Number of objs": number; "Number of sources": number; "Number of photometry": number; "Number of filters": number; "Number of groups": number; "Number of users": number; "Number of tokens": number; "Number of telescopes": number; "Number of instruments": number; "Number of allocations": number; "Oldest candidate creation datetime": string | null; "Newest candidate creation datetime": string | null } };
  /** Whether the viewer sees any source, and the version of PostgreSQL */
  getDbInfo: { request: Record<string, never>; data: { source_table_empty: boolean; postgres_version: string } };
  /** Telescopes, by name */
  listTelescopes: { request: { query?: { name?: string; latitudeMin?: number; latitudeMax?: number; longitudeMin?: number; longitudeMax?: number }; }; data: ({ id: number; name: string; nickname: string; lat: number | null; lon: number | null; elevation: number | null; diameter: number; skycam_link: string | null; weather_link: string | null; robotic: boolean; fixed_location: boolean; created_at: string; modified: string; allocations: ({ id: number; group_id: number; instrument_id: number; pi: string | null; proposal_id: string | null; hours_allocated: number; validity_ranges: ({ start_date: string; end_date: string })[]; start_date: string | null; end_date: string | null; types: string[]; default_share_group_ids: number[]; allocation_users: ({ id: number; username: string; first_name: string | null; last_name: string | null })[]; has_credentials: boolean; altdata?: Record<string, unknown>; created_at: string; modified: string })[] })[] };
  /** Make a telescope */
  createTelescope: { request: { body: { name: string; nickname: string; diameter: number; lat?: number | null; lon?: number | null; elevation?: number | null; skycam_link?: string | '' | null; weather_link?: string | '' | null; robotic?: boolean; fixed_location?: boolean }; }; data: { id: number } };
  /** One telescope with its instruments, and the allocations on them that the viewer sees */
  getTelescope: { request: { params: { id: number }; }; data: { id: number; name: string; nickname: string; lat: number | null; lon: number | null; elevation: number | null; diameter: number; skycam_link: string | null; weather_link: string | null; robotic: boolean; fixed_location: boolean; created_at: string; modified: string; allocations: ({ id: number; group_id: number; instrument_id: number; pi: string | null; proposal_id: string | null; hours_allocated: number; validity_ranges: ({ start_date: string; end_date: string })[]; start_date: string | null; end_date: string | null; types: string[]; default_share_group_ids: number[]; allocation_users: ({ id: number; username: string; first_name: string | null; last_name: string | null })[]; has_credentials: boolean; altdata?: Record<string, unknown>; created_at: string; modified: string })[]; instruments: ({ id: number; name: string; type: string; band: string | null; telescope_id: number; filters: string[]; sensitivity_data: Record<string, unknown> | null; configuration_data: Record<string, unknown> | null; api_classname: string | null; api_classname_obsplan: string | null; listener_classname: string | null; treasuremap_id: number | null; tns_id: number | null; status: unknown; last_status_update: string | null; created_at: string; modified: string })[] } };
  /** Change a telescope; what is not named stays */
  updateTelescope: { request: { params: { id: number }; body?: { name?: string; nickname?: string; diameter?: number; lat?: number | null; lon?: number | null; elevation?: number | null; skycam_link?: string | '' | null; weather_link?: string | '' | null; robotic?: boolean; fixed_location?: boolean }; }; data: Record<string, never> };
  /** Delete a telescope that has no instruments */
  deleteTelescope: { request: { params: { id: number }; }; data: Record<string, never> };
  /** Instruments with their telescopes, by name */
  listInstruments: { request: { query?: { name?: string; includeGeoJSON?: boolean; includeGeoJSONSummary?: boolean; includeRegion?: boolean }; }; data: ({ id: number; name: string; type: string; band: string | null; telescope_id: number; filters: string[]; sensitivity_data: Record<string, unknown> | null; configuration_data: Record<string, unknown> | null; api_classname: string | null; api_classname_obsplan: string | null; listener_classname: string | null; treasuremap_id: number | null; tns_id: number | null; status: unknown; last_status_update: string | null; created_at: string; modified: string; region?: string | null; fields?: ({ id: number; field_id: number; ra: number; dec: number; contour?: Record<string, unknown>; contour_summary?: Record<string, unknown> })[]; telescope: { id: number; name: string; nickname: string; lat: number | null; lon: number | null; elevation: number | null; diameter: number; skycam_link: string | null; weather_link: string | null; robotic: boolean; fixed_location: boolean; created_at: string; modified: string } })[] };
  /** Make an instrument of a telescope */
  createInstrument: { request: { body: { name: string; type: 'imager' | 'spectrograph' | 'imaging spectrograph'; telescope_id: number; band?: string | '' | null; filters?: string[] | null; sensitivity_data?: Record<string, unknown> | string | null; configuration_data?: Record<string, unknown> | null; api_classname?: 'ATLASAPI' | 'BINOSPECAPI' | 'COLIBRIAPI' | 'FLOYDSAPI' | 'GEMINIAPI' | 'GENERICAPI' | 'GROWTHINDIAMMAAPI' | 'IOIAPI' | 'IOOAPI' | 'KAITAPI' | 'MMAAPI' | 'MMIRSAPI' | 'MUSCATAPI' | 'NEWFIRMAPI' | 'NGPSAPI' | 'NICERAPI' | 'PS1API' | 'RUBINMMAAPI' | 'SEDMAPI' | 'SEDMV2API' | 'SINISTROAPI' | 'SLACKAPI' | 'SOARGHTSAPI' | 'SOARGHTSIMAGERAPI' | 'SOARTSPECAPI' | 'SPECTRALAPI' | 'SPRATAPI' | 'SPRINGAPI' | 'TAROTAPI' | 'TESSAPI' | 'TRTAPI' | 'TTTAPI' | 'UVOTXRTAPI' | 'UVOTXRTMMAAPI' | 'WINTERAPI' | 'ZTFAPI' | 'ZTFMMAAPI' | '' | null; api_classname_obsplan?: 'ATLASAPI' | 'BINOSPECAPI' | 'COLIBRIAPI' | 'FLOYDSAPI' | 'GEMINIAPI' | 'GENERICAPI' | 'GROWTHINDIAMMAAPI' | 'IOIAPI' | 'IOOAPI' | 'KAITAPI' | 'MMAAPI' | 'MMIRSAPI' | 'MUSCATAPI' | 'NEWFIRMAPI' | 'NGPSAPI' | 'NICERAPI' | 'PS1API' | 'RUBINMMAAPI' | 'SEDMAPI' | 'SEDMV2API' | 'SINISTROAPI' | 'SLACKAPI' | 'SOARGHTSAPI' | 'SOARGHTSIMAGERAPI' | 'SOARTSPECAPI' | 'SPECTRALAPI' | 'SPRATAPI' | 'SPRINGAPI' | 'TAROTAPI' | 'TESSAPI' | 'TRTAPI' | 'TTTAPI' | 'UVOTXRTAPI' | 'UVOTXRTMMAAPI' | 'WINTERAPI' | 'ZTFAPI' | 'ZTFMMAAPI' | '' | null; listener_classname?: 'SEDMListener' | '' | null; treasuremap_id?: number | null; tns_id?: number | null; field_data?: Record<string, unknown[]> | string | null; field_region?: string | null; field_fov_type?: 'circle' | 'rectangle' | null; field_fov_attributes?: number | number[] | null }; }; data: { id: number } };
  /** One instrument with its telescope, and how many fields its grid has */
  getInstrument: { request: { params: { id: number }; query?: { includeGeoJSON?: boolean; includeGeoJSONSummary?: boolean; includeRegion?: boolean }; }; data: { id: number; name: string; type: string; band: string | null; telescope_id: number; filters: string[]; sensitivity_data: Record<string, unknown> | null; configuration_data: Record<string, unknown> | null; api_classname: string | null; api_classname_obsplan: string | null; listener_classname: string | null; treasuremap_id: number | null; tns_id: number | null; status: unknown; last_status_update: string | null; created_at: string; modified: string; region?: string | null; fields?: ({ id: number; field_id: number; ra: number; dec: number; contour?: Record<string, unknown>; contour_summary?: Record<string, unknown> })[]; telescope: { id: number; name: string; nickname: string; lat: number | null; lon: number | null; elevation: number | null; diameter: number; skycam_link: string | null; weather_link: string | null; robotic: boolean; fixed_location: boolean; created_at: string; modified: string }; number_of_fields: number } };
  /** Change an instrument; what is not named stays */
  updateInstrument: { request: { params: { id: number }; body?: { name?: string; type?: 'imager' | 'spectrograph' | 'imaging spectrograph'; telescope_id?: number; band?: string | '' | null; filters?: string[] | null; sensitivity_data?: Record<string, unknown> | string | null; configuration_data?: Record<string, unknown> | null; api_classname?: 'ATLASAPI' | 'BINOSPECAPI' | 'COLIBRIAPI' | 'FLOYDSAPI' | 'GEMINIAPI' | 'GENERICAPI' | 'GROWTHINDIAMMAAPI' | 'IOIAPI' | 'IOOAPI' | 'KAITAPI' | 'MMAAPI' | 'MMIRSAPI' | 'MUSCATAPI' | 'NEWFIRMAPI' | 'NGPSAPI' | 'NICERAPI' | 'PS1API' | 'RUBINMMAAPI' | 'SEDMAPI' | 'SEDMV2API' | 'SINISTROAPI' | 'SLACKAPI' | 'SOARGHTSAPI' | 'SOARGHTSIMAGERAPI' | 'SOARTSPECAPI' | 'SPECTRALAPI' | 'SPRATAPI' | 'SPRINGAPI' | 'TAROTAPI' | 'TESSAPI' | 'TRTAPI' | 'TTTAPI' | 'UVOTXRTAPI' | 'UVOTXRTMMAAPI' | 'WINTERAPI' | 'ZTFAPI' | 'ZTFMMAAPI' | '' | null; api_classname_obsplan?: 'ATLASAPI' | 'BINOSPECAPI' | 'COLIBRIAPI' | 'FLOYDSAPI' | 'GEMINIAPI' | 'GENERICAPI' | 'GROWTHINDIAMMAAPI' | 'IOIAPI' | 'IOOAPI' | 'KAITAPI' | 'MMAAPI' | 'MMIRSAPI' | 'MUSCATAPI' | 'NEWFIRMAPI' | 'NGPSAPI' | 'NICERAPI' | 'PS1API' | 'RUBINMMAAPI' | 'SEDMAPI' | 'SEDMV2API' | 'SINISTROAPI' | 'SLACKAPI' | 'SOARGHTSAPI' | 'SOARGHTSIMAGERAPI' | 'SOARTSPECAPI' | 'SPECTRALAPI' | 'SPRATAPI' | 'SPRINGAPI' | 'TAROTAPI' | 'TESSAPI' | 'TRTAPI' | 'TTTAPI' | 'UVOTXRTAPI' | 'UVOTXRTMMAAPI' | 'WINTERAPI' | 'ZTFAPI' | 'ZTFMMAAPI' | '' | null; listener_classname?: 'SEDMListener' | '' | null; treasuremap_id?: number | null; tns_id?: number | null; field_data?: Record<string, unknown[]> | string | null; field_region?: string | null; field_fov_type?: 'circle' | 'rectangle' | null; field_fov_attributes?: number | number[] | null }; }; data: Record<string, never> };
  /** Delete an instrument that nothing was made with */
  deleteInstrument: { request: { params: { id: number }; }; data: Record<string, never> };
  /** Delete the fields of an instrument's grid */
  deleteInstrumentFields: { request: { params: { id: number }; }; data: Record<string, never> };
  /** Note what the facility says of an instrument */
  updateInstrumentStatus: { request: { params: { id: number }; body: { status: Record<string, unknown> | string }; }; data: Record<string, never> };
  /** Logs of an instrument that touch a span of time */
  getInstrumentLogs: { request: { params: { id: number }; query: { startDate: string; endDate: string }; }; data: ({ id: number; instrument_id: number; start_date: string; end_date: string; log: unknown })[] };
  /** Keep a log of an instrument; one of the same span is replaced */
  addInstrumentLog: { request: { params: { id: number }; body: { start_date: string; end_date: string; logs: Record<string, unknown> | unknown[] }; }; data: { id: number } };
  /** Allocations of the viewer's groups, by instrument */
  listAllocations: { request: { query?: { instrument_id?: number; apiType?: 'api_classname' | 'api_classname_obsplan' }; }; data: ({ id: number; group_id: number; instrument_id: number; pi: string | null; proposal_id: string | null; hours_allocated: number; validity_ranges: ({ start_date: string; end_date: string })[]; start_date: string | null; end_date: string | null; types: string[]; default_share_group_ids: number[]; allocation_users: ({ id: number; username: string; first_name: string | null; last_name: string | null })[]; has_credentials: boolean; altdata?: Record<string, unknown>; created_at: string; modified: string; group: { id: number; name: string; nickname: string | null }; instrument: { id: number; name: string; type: string; band: string | null; telescope_id: number; filters: string[]; sensitivity_data: Record<string, unknown> | null; configuration_data: Record<string, unknown> | null; api_classname: string | null; api_classname_obsplan: string | null; listener_classname: string | null; treasuremap_id: number | null; tns_id: number | null; status: unknown; last_status_update: string | null; created_at: string; modified: string } })[] };
  /** Make an allocation of one of the viewer's groups */
  createAllocation: { request: { body: { group_id: number; instrument_id: number; hours_allocated: number; pi?: string | '' | null; proposal_id?: string | '' | null; validity_ranges?: ({ start_date: string; end_date: string })[] | null; start_date?: string | null; end_date?: string | null; types?: ('triggered' | 'forced_photometry' | 'observation_plan')[]; default_share_group_ids?: number[] | null; allocation_admin_ids?: number[]; _altdata?: Record<string, unknown> | string | null; replaceAltdata?: boolean }; }; data: { id: number } };
  /** One allocation, with its group, its instrument and what the viewer may do with it */
  getAllocation: { request: { params: { id: number }; }; data: { id: number; group_id: number; instrument_id: number; pi: string | null; proposal_id: string | null; hours_allocated: number; validity_ranges: ({ start_date: string; end_date: string })[]; start_date: string | null; end_date: string | null; types: string[]; default_share_group_ids: number[]; allocation_users: ({ id: number; username: string; first_name: string | null; last_name: string | null })[]; has_credentials: boolean; altdata?: Record<string, unknown>; created_at: string; modified: string; group: { id: number; name: string; nickname: string | null }; instrument: { id: number; name: string; type: string; band: string | null; telescope_id: number; filters: string[]; sensitivity_data: Record<string, unknown> | null; configuration_data: Record<string, unknown> | null; api_classname: string | null; api_classname_obsplan: string | null; listener_classname: string | null; treasuremap_id: number | null; tns_id: number | null; status: unknown; last_status_update: string | null; created_at: string; modified: string }; can_manage: boolean } };
  /** Change an allocation; what is not named stays, of its credentials too */
  updateAllocation: { request: { params: { id: number }; body?: { group_id?: number; instrument_id?: number; hours_allocated?: number; pi?: string | '' | null; proposal_id?: string | '' | null; validity_ranges?: ({ start_date: string; end_date: string })[] | null; start_date?: string | null; end_date?: string | null; types?: ('triggered' | 'forced_photometry' | 'observation_plan')[]; default_share_group_ids?: number[] | null; allocation_admin_ids?: number[]; _altdata?: Record<string, unknown> | string | null; replaceAltdata?: boolean }; }; data: Record<string, never> };
  /** Delete an allocation with its credentials */
  deleteAllocation: { request: { params: { id: number }; }; data: Record<string, never> };
  /** Hours by allocation on one instrument, as far as the viewer sees them: PDF or CSV */
  getAllocationReport: { request: { params: { instrument_id: number }; query?: { output_format?: 'pdf' | 'csv' }; }; data: Response };
  /** Redeem a one-time login link */
  redeemLoginLink: { request: { query?: { code?: string }; }; data: Response };
  /** Log in with a token */
  login: { request: { body: { token: string }; }; data: { user_id: number } };
  /** End the browser session */
  logout: { request: Record<string, never>; data: Record<string, never> };
  /** The viewer */
  getProfile: { request: Record<string, never>; data: { id: number; username: string; first_name: string | null; last_name: string | null; affiliations: string[]; bio: string | null; is_bot: boolean; gravatar_url: string | null; created_at: string; revision: number; contact_email: string | null; contact_phone: string | null; is_anonymous: boolean; preferences: Record<string, unknown>; expiration_date: string | null; roles: string[]; acls: string[]; permissions: string[]; groups: ({ id: number; name: string; nickname: string | null; private: boolean; single_user_group: boolean; sitewide: boolean; admin: boolean; can_save: boolean })[]; streams: ({ id: number; name: string })[]; tokens: ({ id: string; name: string | null; acls: string[] | null; created_at: string })[]; groupAdmissionRequests: ({ id: number; user_id: number; group_id: number; status: 'pending' | 'accepted' | 'declined'; created_at: string; modified: string; user: { id: number; username: string; first_name: string | null; last_name: string | null }; group_name: string | null; can_decide: boolean })[] } };
  /** Change one's own profile */
  updateProfile: { request: { body?: { username?: string; first_name?: string | null; last_name?: string | null; contact_email?: string | '' | null; contact_phone?: string | '' | null; affiliations?: string[]; bio?: string | null; is_bot?: boolean; preferences?: Record<string, unknown>; revision?: number }; }; data: { revision: number } };
  /** Where one can sign in, and who may come; no login needed */
  listLoginProviders: { request: Record<string, never>; data: { providers: ({ id: string; name: string })[]; registration: 'invitation' | 'open' } };
  /** Go to an OpenID Connect provider to sign in */
  startSignIn: { request: { params: { provider: string }; query?: { next?: string; invite_token?: string; home?: boolean }; }; data: Response };
  /** Where the provider leads back to */
  completeSignIn: { request: { params: { provider: string }; }; data: Response };
  /** The viewer's open browser sessions, the present one first */
  listSessions: { request: Record<string, never>; data: ({ id: string; kind: 'link' | 'token' | 'provider' | 'unknown'; opened_by: string | null; acls: string[] | null; created_at: string; last_used_at: string | null; expires_at: string | null; ip_address: string | null; browser: string; current: boolean })[] };
  /** Log out everywhere else */
  deleteOtherSessions: { request: Record<string, never>; data: { ended: number } };
  /** End one of the viewer’s sessions */
  deleteSession: { request: { params: { id: string }; }; data: Record<string, never> };
  /** The providers’ accounts that the viewer signs in with */
  listIdentities: { request: Record<string, never>; data: ({ id: number; provider: string; provider_name: string; issuer: string; subject: string; label: string | null; created_at: string; last_used_at: string | null })[] };
  /** Begin to link a provider’s account to the viewer */
  linkIdentity: { request: { body: { provider: string }; }; data: { location: string } };
  /** Unlink a provider’s account; not the last way in */
  unlinkIdentity: { request: { params: { id: number }; }; data: Record<string, never> };
  /** Who invites to what: for the holder of an invitation’s link; no login needed */
  previewInvitation: { request: { query: { token: string }; }; data: { invited_by: string; role: string; groups: string[]; streams: string[]; expires_at: string; user_expires_at: string | null } };
  /** Take what an invitation gives, for who has an account already */
  acceptInvitation: { request: { body: { token: string }; }; data: Record<string, never> };
  /** A user's tokens: the viewer's own, or, for admins, another's */
  listTokens: { request: { query?: { userID?: number }; }; data: ({ id: string; created_by_id: number; name: string | null; acls: string[] | null; created_at: string; expires_at: string | null; last_used_at: string | null })[] };
  /** Make a token */
  createToken: { request: { body: { name: string; acls?: ('Become user' | 'Comment' | 'Annotate' | 'Manage users' | 'Manage sources' | 'Manage photometry' | 'Manage groups' | 'Manage teams' | 'Manage sharing services' | 'Manage shifts' | 'Manage instruments' | 'Manage allocations' | 'Manage observing runs' | 'Manage telescopes' | 'Manage Analysis Services' | 'Manage Recurring APIs' | 'Manage observation plans' | 'Manage GCNs' | 'Upload data' | 'Run Analyses' | 'System admin' | 'Post taxonomy' | 'Delete taxonomy' | 'Delete bulk photometry' | 'Classify' | 'Post from SEDMListener')[] | null; expires_at?: string | null; user_id?: number }; }; data: { token_id: string; id: string } };
  /** One token, without its secret */
  getToken: { request: { params: { id: string }; }; data: { id: string; created_by_id: number; name: string | null; acls: string[] | null; created_at: string; expires_at: string | null; last_used_at: string | null } };
  /** Give a token another name, other permissions or another end */
  updateToken: { request: { params: { id: string }; body?: { name?: string; acls?: ('Become user' | 'Comment' | 'Annotate' | 'Manage users' | 'Manage sources' | 'Manage photometry' | 'Manage groups' | 'Manage teams' | 'Manage sharing services' | 'Manage shifts' | 'Manage instruments' | 'Manage allocations' | 'Manage observing runs' | 'Manage telescopes' | 'Manage Analysis Services' | 'Manage Recurring APIs' | 'Manage observation plans' | 'Manage GCNs' | 'Upload data' | 'Run Analyses' | 'System admin' | 'Post taxonomy' | 'Delete taxonomy' | 'Delete bulk photometry' | 'Classify' | 'Post from SEDMListener')[] | null; expires_at?: string | null }; }; data: Record<string, never> };
  /** Revoke a token; sessions that were opened with it end, too */
  deleteToken: { request: { params: { id: string }; }; data: Record<string, never> };
  /** Users, by name unless another order is asked for */
  listUsers: { request: { query?: { pageNumber?: number; numPerPage?: number; firstName?: string; lastName?: string; username?: string; email?: string; role?: string; acl?: string; group?: string; stream?: string; includeExpired?: boolean; sortBy?: 'id' | 'username' | 'firstName' | 'lastName' | 'email' | 'createdAt' | 'modified' | 'expirationDate' | 'lastSeen'; sortOrder?: 'asc' | 'desc' }; }; data: { users: ({ id: number; username: string; first_name: string | null; last_name: string | null; affiliations: string[]; bio: string | null; is_bot: boolean; gravatar_url: string | null; created_at: string; revision: number; is_active: boolean; modified: string; oauth_uid: string | null; contact_email: string | null; contact_phone: string | null; expiration_date: string | null; deactivated_at: string | null; last_seen_at: string | null; roles: string[] | null; acls: string[] | null; permissions: string[] | null; groups: ({ id: number; name: string; admin: boolean })[]; streams: ({ id: number; name: string })[] | null; can_manage: boolean })[]; totalMatches: number } };
  /** Make an account */
  createUser: { request: { body: { username: string; first_name?: string | null; last_name?: string | null; contact_email?: string | '' | null; contact_phone?: string | '' | null; affiliations?: string[]; bio?: string | null; is_bot?: boolean; roles?: ('Super admin' | 'Group admin' | 'Full user' | 'View only')[]; groupIDsAndAdmin?: ([number, boolean])[]; streamIDs?: number[]; expirationDate?: string | '' | null }; }; data: { id: number } };
  /** One user */
  getUser: { request: { params: { id: number }; }; data: { id: number; username: string; first_name: string | null; last_name: string | null; affiliations: string[]; bio: string | null; is_bot: boolean; gravatar_url: string | null; created_at: string; revision: number; is_active: boolean; modified: string; oauth_uid: string | null; contact_email: string | null; contact_phone: string | null; expiration_date: string | null; deactivated_at: string | null; last_seen_at: string | null; roles: string[] | null; acls: string[] | null; permissions: string[] | null; groups: ({ id: number; name: string; admin: boolean })[]; streams: ({ id: number; name: string })[] | null; can_manage: boolean } };
  /** Change, deactivate or activate an account */
  updateUser: { request: { params: { id: number }; body?: { username?: string; first_name?: string | null; last_name?: string | null; contact_email?: string | '' | null; contact_phone?: string | '' | null; affiliations?: string[]; bio?: string | null; is_bot?: boolean; expirationDate?: string | '' | null; deactivated?: boolean; revision?: number }; }; data: { revision: number } };
  /** Delete an account that made nothing; others are deactivated */
  deleteUser: { request: { params: { id: number }; }; data: Record<string, never> };
  /** Give a user roles that carry no more than the key in hand */
  addUserRoles: { request: { params: { id: number }; body: { roleIds: string[] }; }; data: Record<string, never> };
  /** Take a role from a user */
  removeUserRole: { request: { params: { id: number; role: string }; }; data: Record<string, never> };
  /** Give a user permissions that the key in hand has */
  addUserAcls: { request: { params: { id: number }; body: { aclIds: string[] }; }; data: Record<string, never> };
  /** Take a permission from a user that he has beside his roles */
  removeUserAcl: { request: { params: { id: number; acl: string }; }; data: Record<string, never> };
  /** Roles, and the permissions that they carry */
  listRoles: { request: Record<string, never>; data: ({ id: string; acls: string[]; can_give: boolean })[] };
  /** The names of all permissions */
  listAcls: { request: Record<string, never>; data: string[] };
  /** The viewer's invitations, newest first; those of all with `System admin` */
  listInvitations: { request: { query?: { includeUsed?: boolean; pageNumber?: number; numPerPage?: number; email?: string; group?: string; stream?: string; invitedBy?: string }; }; data: { invitations: ({ id: number; user_email: string; role_id: string; status: 'pending' | 'used' | 'expired' | 'withdrawn' | 'void'; used: boolean; groups: ({ id: number; name: string; admin: boolean; can_save: boolean })[]; admin_for_groups: boolean[]; can_save_to_groups: boolean[]; streams: ({ id: number; name: string })[]; invited_by: { id: number; username: string; first_name: string | null; last_name: string | null }; created_at: string; expires_at: string; user_expiration_date: string | null; used_at: string | null; used_by: string | null; mail_status: 'none' | 'sending' | 'sent' | 'failed'; mail_error: string | null; mail_at: string | null })[]; totalMatches: number; sends_mail: boolean } };
  /** Invite somebody by e-mail */
  createInvitation: { request: { body: { userEmail: string; groupIDs: number[]; groupAdmin?: boolean[]; canSave?: boolean[]; streamIDs?: number[] | '' | null; role?: 'Super admin' | 'Group admin' | 'Full user' | 'View only'; userExpirationDate?: string | null; expires_at?: string; sendEmail?: boolean }; }; data: { id: number; mail_status: 'none' | 'sending' | 'sent' | 'failed'; link: string | null } };
  /** Change an invitation, or send it again */
  updateInvitation: { request: { params: { id: number }; body?: { groupIDs?: number[]; groupAdmin?: boolean[]; canSave?: boolean[]; streamIDs?: number[] | '' | null; role?: 'Super admin' | 'Group admin' | 'Full user' | 'View only'; userExpirationDate?: string | null; expires_at?: string; sendEmail?: boolean; resend?: boolean }; }; data: { mail_status: 'none' | 'sending' | 'sent' | 'failed'; link: string | null } };
  /** Withdraw an invitation: its link is void */
  deleteInvitation: { request: { params: { id: number }; }; data: Record<string, never> };
  /** Groups */
  listGroups: { request: { query?: { name?: string; includeSingleUserGroups?: boolean; includeObjectCounts?: boolean }; }; data: { user_groups: ({ id: number; name: string; nickname: string | null; description: string | null; private: boolean; auto_accept_requests: boolean; single_user_group: boolean; sitewide: boolean; created_at: string; modified: string; object_counts?: { users: number; filters: number; sources: number } })[]; user_accessible_groups: ({ id: number; name: string; nickname: string | null; description: string | null; private: boolean; auto_accept_requests: boolean; single_user_group: boolean; sitewide: boolean; created_at: string; modified: string; object_counts?: { users: number; filters: number; sources: number } })[]; all_groups: ({ id: number; name: string; nickname: string | null; description: string | null; private: boolean; auto_accept_requests: boolean; single_user_group: boolean; sitewide: boolean; created_at: string; modified: string; object_counts?: { users: number; filters: number; sources: number } })[] } | ({ id: number; name: string; nickname: string | null; description: string | null; private: boolean; auto_accept_requests: boolean; single_user_group: boolean; sitewide: boolean; created_at: string; modified: string; object_counts?: { users: number; filters: number; sources: number } })[] };
  /** Make a group; its maker is its admin */
  createGroup: { request: { body: { name: string; nickname?: string | null; description?: string | null; private?: boolean; auto_accept_requests?: boolean; group_admins?: number[] }; }; data: { id: number } };
  /** The group of all users */
  getPublicGroup: { request: Record<string, never>; data: { id: number; name: string; nickname: string | null; description: string | null; private: boolean; auto_accept_requests: boolean; single_user_group: boolean; sitewide: boolean; created_at: string; modified: string; object_counts?: { users: number; filters: number; sources: number } } };
  /** One group, with its members, streams and filters, and what the viewer may do there */
  getGroup: { request: { params: { id: number }; query?: { includeGroupUsers?: boolean }; }; data: { id: number; name: string; nickname: string | null; description: string | null; private: boolean; auto_accept_requests: boolean; single_user_group: boolean; sitewide: boolean; created_at: string; modified: string; object_counts?: { users: number; filters: number; sources: number }; users?: ({ id: number; username: string; first_name: string | null; last_name: string | null; contact_email: string | null; contact_phone: string | null; oauth_uid: string | null; admin: boolean; can_save: boolean; can_share_photometry: boolean })[]; streams: ({ id: number; name: string; survey: string; altdata: { collection: string; selector: number[] }; auto_join: boolean; created_at: string; modified: string })[]; filters: ({ id: number; name: string; group_id: number; stream_id: number; active: boolean; active_fid: string | null; autosave: boolean | Record<string, unknown>; auto_followup: Record<string, unknown>; update_annotations: boolean; created_at: string; modified: string })[]; is_member: boolean; can_manage: boolean; can_leave: boolean; can_request: boolean; pending_request_id: number | null } };
  /** Change a group; what is not named stays */
  updateGroup: { request: { params: { id: number }; body?: { name?: string; nickname?: string | null; description?: string | null; private?: boolean; auto_accept_requests?: boolean }; }; data: { id: number; name: string; nickname: string | null; description: string | null; private: boolean; auto_accept_requests: boolean; single_user_group: boolean; sitewide: boolean; created_at: string; modified: string; object_counts?: { users: number; filters: number; sources: number } } };
  /** Delete a group with its filters, their candidates and its list of saved objects */
  deleteGroup: { request: { params: { id: number }; }; data: { deleted: { users: number; filters: number; sources: number } } };
  /** Add a user to a group, all of whose streams he may read */
  addGroupUser: { request: { params: { id: number }; body: { userID: number; admin?: boolean; canSave?: boolean; canSharePhotometry?: boolean }; }; data: { group_id: number; user_id: number; admin: boolean; can_save: boolean; can_share_photometry: boolean } };
  /** Change what a member may do; the last admin stays one */
  updateGroupUser: { request: { params: { id: number }; body: { userID: number; admin?: boolean; canSave?: boolean; canSharePhotometry?: boolean }; }; data: { group_id: number; user_id: number; admin: boolean; can_save: boolean; can_share_photometry: boolean } };
  /** Take a user out of a group, or leave it */
  removeGroupUser: { request: { params: { id: number; user_id: number }; }; data: Record<string, never> };
  /** Add the members of other groups, all of them or none */
  addUsersFromGroups: { request: { params: { id: number }; body: { fromGroupIDs: number[] }; }; data: { added: number[] } };
  /** Let the filters of a group read a stream that all its members may read */
  addGroupStream: { request: { params: { id: number }; body: { stream_id: number }; }; data: { group_id: number; stream_id: number } };
  /** Take a stream from a group none of whose filters reads it */
  removeGroupStream: { request: { params: { id: number; stream_id: number }; }; data: Record<string, never> };
  /** The viewer's requests to join groups, and those to the groups that he manages */
  listAdmissionRequests: { request: { query?: { groupID?: number }; }; data: ({ id: number; user_id: number; group_id: number; status: 'pending' | 'accepted' | 'declined'; created_at: string; modified: string; user: { id: number; username: string; first_name: string | null; last_name: string | null }; group_name: string | null; can_decide: boolean })[] };
  /** Ask to join a group, all of whose streams one may read */
  createAdmissionRequest: { request: { body: { groupID: number; userID?: number }; }; data: { id: number; status: 'pending' | 'accepted' | 'declined' } };
  /** One request to join a group */
  getAdmissionRequest: { request: { params: { id: number }; }; data: { id: number; user_id: number; group_id: number; status: 'pending' | 'accepted' | 'declined'; created_at: string; modified: string; user: { id: number; username: string; first_name: string | null; last_name: string | null }; group_name: string | null; can_decide: boolean } };
  /** Accept or decline a request; who is accepted is a member */
  updateAdmissionRequest: { request: { params: { id: number }; body: { status: 'pending' | 'accepted' | 'declined' }; }; data: { id: number; user_id: number; group_id: number; status: 'pending' | 'accepted' | 'declined'; created_at: string; modified: string; user: { id: number; username: string; first_name: string | null; last_name: string | null }; group_name: string | null; can_decide: boolean } };
  /** Withdraw a request of one’s own */
  deleteAdmissionRequest: { request: { params: { id: number }; }; data: Record<string, never> };
  /** The streams that the viewer may read, or may join */
  listStreams: { request: Record<string, never>; data: ({ id: number; name: string; survey: string; altdata: { collection: string; selector: number[] }; auto_join: boolean; created_at: string; modified: string })[] };
  /** Make a stream: some programmes of a survey */
  createStream: { request: { body: { name: string; altdata: { collection: string; selector: number[] }; auto_join?: boolean }; }; data: { id: number } };
  /** One stream; for the system's admins with those who read it */
  getStream: { request: { params: { id: number }; }; data: { id: number; name: string; survey: string; altdata: { collection: string; selector: number[] }; auto_join: boolean; created_at: string; modified: string; users?: ({ id: number; username: string })[]; groups?: ({ id: number; name: string })[] } };
  /** Change a stream; a programme that it loses closes at once */
  updateStream: { request: { params: { id: number }; body?: { name?: string; altdata?: { collection: string; selector: number[] }; auto_join?: boolean }; }; data: { id: number; name: string; survey: string; altdata: { collection: string; selector: number[] }; auto_join: boolean; created_at: string; modified: string } };
  /** Delete a stream that no filter reads; what it alone gave access to closes at once */
  deleteStream: { request: { params: { id: number }; }; data: Record<string, never> };
  /** Let a user read a stream */
  addStreamUser: { request: { params: { id: number }; body: { user_id: number }; }; data: { stream_id: number; user_id: number } };
  /** Take a stream from a user none of whose groups reads it */
  removeStreamUser: { request: { params: { id: number; user_id: number }; }; data: Record<string, never> };
  /** The filters that the viewer may see */
  listFilters: { request: { query?: { groupIDs?: string }; }; data: ({ id: number; name: string; group_id: number; stream_id: number; active: boolean; active_fid: string | null; autosave: boolean | Record<string, unknown>; auto_followup: Record<string, unknown>; update_annotations: boolean; created_at: string; modified: string })[] };
  /** Make a filter of a group; it runs when it has a version */
  createFilter: { request: { body: { name?: string; group_id: number; stream_id?: number; filter_id?: number; catalog?: string; permissions?: number[]; pipeline?: string | unknown[]; changelog?: string; insist?: boolean; active?: boolean; autosave?: boolean | Record<string, unknown>; auto_followup?: Record<string, unknown>; update_annotations?: boolean }; }; data: { id: number; fid?: string; pipeline?: string; created_at?: string; warnings?: ({ code: 'type_mismatch' | 'not_supplied'; path: string; message: string; hint: string | null })[] } };
  /** Change a filter's version or settings, as Kowalski's clients do */
  updateFilterById: { request: { body: { filter_id: number; active_fid?: string; active?: boolean; autosave?: boolean | Record<string, unknown>; auto_followup?: Record<string, unknown>; update_annotations?: boolean }; }; data: { id: number; name: string; group_id: number; stream_id: number; active: boolean; active_fid: string | null; autosave: boolean | Record<string, unknown>; auto_followup: Record<string, unknown>; update_annotations: boolean; created_at: string; modified: string; filter_id: number; catalog: string; permissions: number[]; fv: ({ fid: string; pipeline: string; created_at: string })[]; last_modified: string } };
  /** One filter */
  getFilter: { request: { params: { id: number }; }; data: { id: number; name: string; group_id: number; stream_id: number; active: boolean; active_fid: string | null; autosave: boolean | Record<string, unknown>; auto_followup: Record<string, unknown>; update_annotations: boolean; created_at: string; modified: string; filter_id: number; catalog: string; permissions: number[]; fv: ({ fid: string; pipeline: string; created_at: string })[]; last_modified: string } };
  /** Rename a filter, or change its settings */
  updateFilter: { request: { params: { id: number }; body?: { name?: string; active_fid?: string; active?: boolean; autosave?: boolean | Record<string, unknown>; auto_followup?: Record<string, unknown>; update_annotations?: boolean }; }; data: Record<string, never> };
  /** Delete a filter, its versions and its candidates (admins of its group) */
  deleteFilter: { request: { params: { id: number }; }; data: Record<string, never> };
  /** A filter with its versions */
  getFilterVersions: { request: { params: { id: number }; }; data: { id: number; name: string; group_id: number; stream_id: number; survey: string; permissions: number[]; active: boolean; active_fid: string | null; autosave: boolean | Record<string, unknown>; auto_followup: Record<string, unknown>; update_annotations: boolean; fv: ({ fid: string; pipeline: string; created_at: string; author: string | null; changelog: string; reference: { night: string | null; search?: 'named' | 'found' | 'none' | 'timed_out'; alerts: number; evaluated: number; passed: number; failed: number; us_per_alert: number; insisted: boolean } | null })[]; counts: { evaluated: number; passed: number; rejected: number; failed: number; us_mean: number; us_max: number; steps_mean: number; steps_max: number; steps_budget: number; failures: ({ message: string; candid: number | bigint | null; batches: number })[] } | null; warnings?: ({ code: 'type_mismatch' | 'not_supplied'; path: string; message: string; hint: string | null })[] } };
  /** Save a new version of a filter and make it the active one */
  createFilterVersion: { request: { params: { id: number }; body: { pipeline: string | unknown[]; changelog?: string; insist?: boolean }; }; data: { id: number; name: string; group_id: number; stream_id: number; survey: string; permissions: number[]; active: boolean; active_fid: string | null; autosave: boolean | Record<string, unknown>; auto_followup: Record<string, unknown>; update_annotations: boolean; fv: ({ fid: string; pipeline: string; created_at: string; author: string | null; changelog: string; reference: { night: string | null; search?: 'named' | 'found' | 'none' | 'timed_out'; alerts: number; evaluated: number; passed: number; failed: number; us_per_alert: number; insisted: boolean } | null })[]; counts: { evaluated: number; passed: number; rejected: number; failed: number; us_mean: number; us_max: number; steps_mean: number; steps_max: number; steps_budget: number; failures: ({ message: string; candid: number | bigint | null; batches: number })[] } | null; warnings?: ({ code: 'type_mismatch' | 'not_supplied'; path: string; message: string; hint: string | null })[] } };
  /** Switch a filter on or off, to another version, or change its settings */
  updateFilterVersions: { request: { params: { id: number }; body?: { active_fid?: string; active?: boolean; autosave?: boolean | Record<string, unknown>; auto_followup?: Record<string, unknown>; update_annotations?: boolean }; }; data: { id: number; name: string; group_id: number; stream_id: number; survey: string; permissions: number[]; active: boolean; active_fid: string | null; autosave: boolean | Record<string, unknown>; auto_followup: Record<string, unknown>; update_annotations: boolean; fv: ({ fid: string; pipeline: string; created_at: string; author: string | null; changelog: string; reference: { night: string | null; search?: 'named' | 'found' | 'none' | 'timed_out'; alerts: number; evaluated: number; passed: number; failed: number; us_per_alert: number; insisted: boolean } | null })[]; counts: { evaluated: number; passed: number; rejected: number; failed: number; us_mean: number; us_max: number; steps_mean: number; steps_max: number; steps_budget: number; failures: ({ message: string; candid: number | bigint | null; batches: number })[] } | null; warnings?: ({ code: 'type_mismatch' | 'not_supplied'; path: string; message: string; hint: string | null })[] } };
  /** What a filter passes of past alerts, as of then */
  testFilter: { request: { params: { id: number }; body?: { filter_version?: string; pipeline?: string | unknown[]; object_ids?: string[]; start_date?: number | string; end_date?: number | string; max_time_ms?: number }; }; data: (Record<string, unknown>)[] };
  /** Why an alert passes a filter, or does not: stage by stage */
  explainFilter: { request: { params: { id: number }; query?: { candid?: number | bigint; objectId?: string }; body?: { filter_version?: string; pipeline?: string | unknown[] }; }; data: { candid: number | bigint; objectId: string; programid: number; jd: number; seen: boolean; explanation: { outcome: 'passed' | 'rejected' | 'failed'; stages: ({ index: number; at: string; name: string; outcome: 'passed' | 'rejected' | 'failed' | 'skipped'; input: unknown[]; output: unknown[]; documentsIn: number; documentsOut: number; fields: { added: string[]; changed: string[]; removed: string[] }; condition: unknown; steps: number; elapsedUs: number; error: { code: string; path: string; message: string } | null })[]; output: unknown; error: { code: string; path: string; message: string } | null; rejectedBeforeError: boolean; steps: number; maxSteps: number; elapsedUs: number } } };
  /** How many alerts of a night survive each stage and condition of a filter */
  runFunnel: { request: { params: { id: number }; body?: { filter_version?: string; pipeline?: string | unknown[]; night?: string; max_time_ms?: number }; }; data: { night: string | null; search: 'named' | 'found' | 'none' | 'timed_out'; alerts: number; complete: boolean; funnel: { documents: number; passed: number; rejected: number; failed: number; elapsedUs: number; usPerDocument: number; stages: ({ index: number; at: string; name: string; entered: number; survived: number; failed: number; elapsedUs: number; conditions: ({ id: string; kind: 'and' | 'or' | 'nor' | 'not' | 'test'; text: string; depth: number; reached: number; held: number; heldAlone: number; failed: number; elapsedUs: number })[] })[]; passing: (number | bigint)[]; failures: ({ candid: number | bigint | null; error: { code: string; path: string; message: string } | null })[] }; passes: ({ candid: number | bigint; objectId: string; output: Record<string, unknown> })[] } };
  /** Which alerts of a night one version passes and another does not */
  runDiff: { request: { params: { id: number }; body: { from?: { filter_version?: string; pipeline?: string | unknown[] }; to: { filter_version?: string; pipeline?: string | unknown[] }; night?: string; max_time_ms?: number }; }; data: { night: string | null; search: 'named' | 'found' | 'none' | 'timed_out'; alerts: number; complete: boolean; documents: number; passedBefore: number; passedAfter: number; failedBefore: number; failedAfter: number; lost: ({ candid: number | bigint; objectId: string })[]; gained: ({ candid: number | bigint; objectId: string })[]; changed: ({ candid: number | bigint; objectId: string })[] } };
  /** The fields of the documents that a filter sees */
  getFilterFields: { request: { params: { id: number }; }; data: ({ path: string; type: 'bool' | 'int' | 'long' | 'float' | 'double' | 'string' | 'list' | 'object' | 'any'; nullable: boolean; radius_arcsec?: number; is_past?: boolean })[] };
  /** Objects that passed filters, newest first */
  listCandidates: { request: { query?: { startDate?: string; endDate?: string; groupIDs?: string; filterIDs?: string; savedStatus?: 'all' | 'savedToAllSelected' | 'savedToAnySelected' | 'savedToAnyAccessible' | 'notSavedToAnyAccessible' | 'notSavedToAnySelected' | 'notSavedToAllSelected'; pageNumber?: number; numPerPage?: number; sortOrder?: 'desc' }; }; data: { candidates: ({ id: string; survey: string; ra: number; dec: number; filter_ids: number[]; passing_alerts: ({ filter_id: number; passing_alert_id: number | bigint; passed_at: string })[]; candid: number | bigint; programid: number | null; last_passed_at: string; is_source: boolean; saved_groups: ({ id: number; name: string })[]; annotations: ({ origin: string; data: Record<string, unknown>; filter_id: number; group_ids: number[] })[]; scores: { drb: number | null; rb: number | null }; classifiers: ({ name: string; version: string; state: 'scored' | 'failed' | 'not_computed'; score: number | null; reason: string | null })[]; explanations: ({ filter_id: number; url: string })[]; detections: number; last_detected_mjd: number | null; last_mag: number | null; last_band: string | null })[]; totalMatches: number; pageNumber: number; numPerPage: number } };
  /** One object that passed filters */
  getCandidate: { request: { params: { objId: string }; query?: { includePhotometry?: boolean }; }; data: { id: string; survey: string; ra: number; dec: number; filter_ids: number[]; passing_alerts: ({ filter_id: number; passing_alert_id: number | bigint; passed_at: string })[]; candid: number | bigint; programid: number | null; last_passed_at: string; is_source: boolean; saved_groups: ({ id: number; name: string })[]; annotations: ({ origin: string; data: Record<string, unknown>; filter_id: number; group_ids: number[] })[]; scores: { drb: number | null; rb: number | null }; classifiers: ({ name: string; version: string; state: 'scored' | 'failed' | 'not_computed'; score: number | null; reason: string | null })[]; explanations: ({ filter_id: number; url: string })[]; detections: number; last_detected_mjd: number | null; last_mag: number | null; last_band: string | null; photometry?: ({ id: number | bigint | null; obj_id: string; mjd: number; exptime: number | null; filter: string; mag?: number | null; magerr?: number | null; limiting_mag: number | null; limiting_mag_nsigma: number | null; flux?: number | null; fluxerr?: number | null; zp?: number; ref_flux: number | null; ref_fluxerr: number | null; tot_flux?: number | null; tot_fluxerr?: number | null; magref?: number | null; e_magref?: number | null; magtot?: number | null; e_magtot?: number | null; snr: number | null; magsys: string; instrument_id: number | null; instrument_name: string; origin: string; ra: number | null; dec: number | null; ra_unc: number | null; dec_unc: number | null; candid: number | bigint | null; altdata: Record<string, unknown> | null; upload_id: string | null; owner_id: number | null; created_at: string; groups?: ({ id: number; name: string })[]; streams?: ({ id: number; name: string })[]; owner?: { id: number; username: string; first_name: string | null; last_name: string | null } | null; validations?: ({ id: number | bigint; photometry_id: number | bigint; validated: boolean | null; validator_id: number | null; explanation: string | null; notes: string | null; created_at: string; modified: string })[]; extinction?: number | null; mag_corr?: number | null; flux_corr?: number | null; series_id?: number })[] } };
  /** Saved objects, last saved first where nothing else is asked for */
  listSources: { request: { query?: { group_ids?: string; sortBy?: 'saved_at' | 'id' | 'ra' | 'dec' | 'created_at'; sortOrder?: 'asc' | 'desc'; pageNumber?: number; numPerPage?: number }; }; data: { sources: ({ id: string; survey: string | null; ra: number; dec: number; created_at: string; groups: ({ id: number; name: string; nickname: string | null; active: boolean; saved_at: string; saved_by: { id: number; username: string } | null })[] })[]; totalMatches: number; pageNumber: number; numPerPage: number } };
  /** Save an object to groups */
  saveSource: { request: { body: { id: string; group_ids?: number[] }; }; data: { id: string; saved_to_groups: number[] } };
  /** One object that the viewer may see, saved or not */
  getSource: { request: { params: { id: string }; }; data: { id: string; survey: string | null; ra: number; dec: number; created_at: string; groups: ({ id: number; name: string; nickname: string | null; active: boolean; saved_at: string; saved_by: { id: number; username: string } | null })[] } };
  /** Remove an object from a group: it stays, unsaved */
  unsaveSource: { request: { params: { id: string }; body: { group_id: number }; }; data: Record<string, never> };
  /** Save an object to some groups and remove it from others */
  changeSourceGroups: { request: { body: { objId: string; inviteGroupIds?: number[]; unsaveGroupIds?: number[] }; }; data: Record<string, never> };
  /** Objects of other surveys that are taken for the same, the nearest first */
  listObjectLinks: { request: { params: { id: string }; }; data: ({ obj_id: string; survey: string; is_linked: boolean; distance_arcsec: number | null; found_at: string | null; decided_by: { id: number; username: string } | null; decided_at: string | null; reason: string | null })[] };
  /** Take an object of another survey for the same, or again */
  linkObject: { request: { params: { id: string }; body: { obj_id: string; reason?: string }; }; data: ({ obj_id: string; survey: string; is_linked: boolean; distance_arcsec: number | null; found_at: string | null; decided_by: { id: number; username: string } | null; decided_at: string | null; reason: string | null })[] };
  /** Take an object of another survey no longer for the same; it stays so */
  unlinkObject: { request: { params: { id: string; obj_id: string }; query?: { reason?: string }; }; data: ({ obj_id: string; survey: string; is_linked: boolean; distance_arcsec: number | null; found_at: string | null; decided_by: { id: number; username: string } | null; decided_at: string | null; reason: string | null })[] };
  /** The photometry of an object that the viewer may see, by time */
  getPhotometry: { request: { params: { id: string }; query?: { format?: 'mag' | 'flux' | 'both' | 'plot'; magsys?: 'ab' | 'vega' | 'jla1' | 'bd17' | 'csp' | 'ab-b12'; file_format?: 'csv' | 'ecsv' | 'fits' | 'votable'; individualOrSeries?: 'individual' | 'series' | 'both'; deduplicatePhotometry?: boolean; includeOwnerInfo?: boolean; includeStreamInfo?: boolean; includeValidationInfo?: boolean; includeExtinction?: boolean; includeSuperObjsPhotometry?: boolean }; }; data: ({ id: number | bigint | null; obj_id: string; mjd: number; exptime: number | null; filter: string; mag?: number | null; magerr?: number | null; limiting_mag: number | null; limiting_mag_nsigma: number | null; flux?: number | null; fluxerr?: number | null; zp?: number; ref_flux: number | null; ref_fluxerr: number | null; tot_flux?: number | null; tot_fluxerr?: number | null; magref?: number | null; e_magref?: number | null; magtot?: number | null; e_magtot?: number | null; snr: number | null; magsys: string; instrument_id: number | null; instrument_name: string; origin: string; ra: number | null; dec: number | null; ra_unc: number | null; dec_unc: number | null; candid: number | bigint | null; altdata: Record<string, unknown> | null; upload_id: string | null; owner_id: number | null; created_at: string; groups?: ({ id: number; name: string })[]; streams?: ({ id: number; name: string })[]; owner?: { id: number; username: string; first_name: string | null; last_name: string | null } | null; validations?: ({ id: number | bigint; photometry_id: number | bigint; validated: boolean | null; validator_id: number | null; explanation: string | null; notes: string | null; created_at: string; modified: string })[]; extinction?: number | null; mag_corr?: number | null; flux_corr?: number | null; series_id?: number })[] | ({ id: number | bigint | null; obj_id: string; filter: string; mjd: number; origin: string; mag: number | null; magerr: number | null; limiting_mag: number | null })[] };
  /** Delete the photometry of an object that the viewer may delete */
  deleteSourcePhotometry: { request: { params: { id: string }; }; data: { deleted: number } };
  /** Upload new photometry */
  postPhotometry: { request: { query?: { refresh?: boolean }; body: { obj_id: string | null | (string | null)[]; mjd: number | string | null | (number | string | null)[]; filter: string | null | (string | null)[]; instrument_id: number | string | null | (number | string | null)[]; magsys?: string | null | (string | null)[]; mag?: number | string | null | (number | string | null)[]; magerr?: number | string | null | (number | string | null)[]; limiting_mag?: number | string | null | (number | string | null)[]; limiting_mag_nsigma?: number | string | null | (number | string | null)[]; magref?: number | string | null | (number | string | null)[]; e_magref?: number | string | null | (number | string | null)[]; flux?: number | string | null | (number | string | null)[]; fluxerr?: number | string | null | (number | string | null)[]; zp?: number | string | null | (number | string | null)[]; ref_flux?: number | string | null | (number | string | null)[]; ref_fluxerr?: number | string | null | (number | string | null)[]; ref_zp?: number | string | null | (number | string | null)[]; ra?: number | string | null | (number | string | null)[]; dec?: number | string | null | (number | string | null)[]; ra_unc?: number | string | null | (number | string | null)[]; dec_unc?: number | string | null | (number | string | null)[]; exptime?: number | string | null | (number | string | null)[]; origin?: string | null | (string | null)[]; altdata?: Record<string, unknown> | null | (Record<string, unknown> | null)[]; extinction_corrected?: boolean; group_ids?: number[] | 'all'; stream_ids?: number[] }; }; data: { ids: (number | bigint)[]; upload_id: string } };
  /** Upload photometry, whether or not it is there */
  putPhotometry: { request: { query?: { refresh?: boolean; duplicate_ignore_flux?: boolean; overwrite_flux?: boolean }; body: { obj_id: string | null | (string | null)[]; mjd: number | string | null | (number | string | null)[]; filter: string | null | (string | null)[]; instrument_id: number | string | null | (number | string | null)[]; magsys?: string | null | (string | null)[]; mag?: number | string | null | (number | string | null)[]; magerr?: number | string | null | (number | string | null)[]; limiting_mag?: number | string | null | (number | string | null)[]; limiting_mag_nsigma?: number | string | null | (number | string | null)[]; magref?: number | string | null | (number | string | null)[]; e_magref?: number | string | null | (number | string | null)[]; flux?: number | string | null | (number | string | null)[]; fluxerr?: number | string | null | (number | string | null)[]; zp?: number | string | null | (number | string | null)[]; ref_flux?: number | string | null | (number | string | null)[]; ref_fluxerr?: number | string | null | (number | string | null)[]; ref_zp?: number | string | null | (number | string | null)[]; ra?: number | string | null | (number | string | null)[]; dec?: number | string | null | (number | string | null)[]; ra_unc?: number | string | null | (number | string | null)[]; dec_unc?: number | string | null | (number | string | null)[]; exptime?: number | string | null | (number | string | null)[]; origin?: string | null | (string | null)[]; altdata?: Record<string, unknown> | null | (Record<string, unknown> | null)[]; extinction_corrected?: boolean; group_ids?: number[] | 'all'; stream_ids?: number[] }; }; data: { ids: (number | bigint)[]; upload_id: string } };
  /** Upload new photometry from a CSV, ECSV, FITS or VOTable file */
  postPhotometryFile: { request: { query?: { refresh?: boolean }; body: { file: string; file_format?: 'csv' | 'ecsv' | 'fits' | 'votable'; filename?: string | null; columns?: Record<string, string>; obj_id?: string | null | (string | null)[]; mjd?: number | string | null | (number | string | null)[]; filter?: string | null | (string | null)[]; instrument_id?: number | string | null | (number | string | null)[]; magsys?: string | null | (string | null)[]; mag?: number | string | null | (number | string | null)[]; magerr?: number | string | null | (number | string | null)[]; limiting_mag?: number | string | null | (number | string | null)[]; limiting_mag_nsigma?: number | string | null | (number | string | null)[]; magref?: number | string | null | (number | string | null)[]; e_magref?: number | string | null | (number | string | null)[]; flux?: number | string | null | (number | string | null)[]; fluxerr?: number | string | null | (number | string | null)[]; zp?: number | string | null | (number | string | null)[]; ref_flux?: number | string | null | (number | string | null)[]; ref_fluxerr?: number | string | null | (number | string | null)[]; ref_zp?: number | string | null | (number | string | null)[]; ra?: number | string | null | (number | string | null)[]; dec?: number | string | null | (number | string | null)[]; ra_unc?: number | string | null | (number | string | null)[]; dec_unc?: number | string | null | (number | string | null)[]; exptime?: number | string | null | (number | string | null)[]; origin?: string | null | (string | null)[]; altdata?: Record<string, unknown> | null | (Record<string, unknown> | null)[]; extinction_corrected?: boolean; group_ids?: number[] | 'all'; stream_ids?: number[] }; }; data: { ids: (number | bigint)[]; upload_id: string } };
  /** Upload photometry from a file, whether or not it is there */
  putPhotometryFile: { request: { query?: { refresh?: boolean }; body: { file: string; file_format?: 'csv' | 'ecsv' | 'fits' | 'votable'; filename?: string | null; columns?: Record<string, string>; obj_id?: string | null | (string | null)[]; mjd?: number | string | null | (number | string | null)[]; filter?: string | null | (string | null)[]; instrument_id?: number | string | null | (number | string | null)[]; magsys?: string | null | (string | null)[]; mag?: number | string | null | (number | string | null)[]; magerr?: number | string | null | (number | string | null)[]; limiting_mag?: number | string | null | (number | string | null)[]; limiting_mag_nsigma?: number | string | null | (number | string | null)[]; magref?: number | string | null | (number | string | null)[]; e_magref?: number | string | null | (number | string | null)[]; flux?: number | string | null | (number | string | null)[]; fluxerr?: number | string | null | (number | string | null)[]; zp?: number | string | null | (number | string | null)[]; ref_flux?: number | string | null | (number | string | null)[]; ref_fluxerr?: number | string | null | (number | string | null)[]; ref_zp?: number | string | null | (number | string | null)[]; ra?: number | string | null | (number | string | null)[]; dec?: number | string | null | (number | string | null)[]; ra_unc?: number | string | null | (number | string | null)[]; dec_unc?: number | string | null | (number | string | null)[]; exptime?: number | string | null | (number | string | null)[]; origin?: string | null | (string | null)[]; altdata?: Record<string, unknown> | null | (Record<string, unknown> | null)[]; extinction_corrected?: boolean; group_ids?: number[] | 'all'; stream_ids?: number[] }; }; data: { ids: (number | bigint)[]; upload_id: string } };
  /** Photometry of a span of time that the viewer may see */
  getPhotometryRange: { request: { query?: { format?: 'mag' | 'flux' | 'both'; magsys?: 'ab' | 'vega' | 'jla1' | 'bd17' | 'csp' | 'ab-b12'; instrument_ids?: string; min_date?: string; max_date?: string }; }; data: ({ id: number | bigint | null; obj_id: string; mjd: number; exptime: number | null; filter: string; mag?: number | null; magerr?: number | null; limiting_mag: number | null; limiting_mag_nsigma: number | null; flux?: number | null; fluxerr?: number | null; zp?: number; ref_flux: number | null; ref_fluxerr: number | null; tot_flux?: number | null; tot_fluxerr?: number | null; magref?: number | null; e_magref?: number | null; magtot?: number | null; e_magtot?: number | null; snr: number | null; magsys: string; instrument_id: number | null; instrument_name: string; origin: string; ra: number | null; dec: number | null; ra_unc: number | null; dec_unc: number | null; candid: number | bigint | null; altdata: Record<string, unknown> | null; upload_id: string | null; owner_id: number | null; created_at: string; groups?: ({ id: number; name: string })[]; streams?: ({ id: number; name: string })[]; owner?: { id: number; username: string; first_name: string | null; last_name: string | null } | null; validations?: ({ id: number | bigint; photometry_id: number | bigint; validated: boolean | null; validator_id: number | null; explanation: string | null; notes: string | null; created_at: string; modified: string })[]; extinction?: number | null; mag_corr?: number | null; flux_corr?: number | null; series_id?: number })[] };
  /** The origins of photometry that the viewer may see */
  listPhotometryOrigins: { request: Record<string, never>; data: string[] };
  /** Delete all points that one request uploaded */
  deletePhotometryUpload: { request: { params: { upload_id: string }; }; data: { deleted: number } };
  /** One point of photometry */
  getPhotometryPoint: { request: { params: { id: number | bigint }; query?: { format?: 'mag' | 'flux' | 'both'; magsys?: 'ab' | 'vega' | 'jla1' | 'bd17' | 'csp' | 'ab-b12' }; }; data: { id: number | bigint | null; obj_id: string; mjd: number; exptime: number | null; filter: string; mag?: number | null; magerr?: number | null; limiting_mag: number | null; limiting_mag_nsigma: number | null; flux?: number | null; fluxerr?: number | null; zp?: number; ref_flux: number | null; ref_fluxerr: number | null; tot_flux?: number | null; tot_fluxerr?: number | null; magref?: number | null; e_magref?: number | null; magtot?: number | null; e_magtot?: number | null; snr: number | null; magsys: string; instrument_id: number | null; instrument_name: string; origin: string; ra: number | null; dec: number | null; ra_unc: number | null; dec_unc: number | null; candid: number | bigint | null; altdata: Record<string, unknown> | null; upload_id: string | null; owner_id: number | null; created_at: string; groups?: ({ id: number; name: string })[]; streams?: ({ id: number; name: string })[]; owner?: { id: number; username: string; first_name: string | null; last_name: string | null } | null; validations?: ({ id: number | bigint; photometry_id: number | bigint; validated: boolean | null; validator_id: number | null; explanation: string | null; notes: string | null; created_at: string; modified: string })[]; extinction?: number | null; mag_corr?: number | null; flux_corr?: number | null; series_id?: number } };
  /** Change a point of photometry; what is not named stays */
  updatePhotometryPoint: { request: { params: { id: number | bigint }; query?: { refresh?: boolean }; body?: { obj_id?: string; mjd?: number; instrument_id?: number; filter?: string; magsys?: string | null; mag?: number | null; magerr?: number | null; limiting_mag?: number | null; limiting_mag_nsigma?: number | null; magref?: number | null; e_magref?: number | null; flux?: number | null; fluxerr?: number | null; zp?: number | null; ref_flux?: number | null; ref_fluxerr?: number | null; ref_zp?: number | null; ra?: number | null; dec?: number | null; ra_unc?: number | null; dec_unc?: number | null; exptime?: number | null; origin?: string | null; altdata?: Record<string, unknown> | null; group_ids?: number[] | 'all'; stream_ids?: number[] }; }; data: { id: number | bigint } };
  /** Delete a point of photometry */
  deletePhotometryPoint: { request: { params: { id: number | bigint }; }; data: { id: number | bigint } };
  /** Photometric series that the viewer may see */
  listPhotometricSeries: { request: { query?: { dataFormat?: 'json' | 'none'; pageNumber?: number; numPerPage?: number; sortBy?: 'id' | 'obj_id' | 'ra' | 'dec' | 'mjd_first' | 'mjd_last' | 'created_at'; sortOrder?: 'asc' | 'desc'; ra?: number; dec?: number; radius?: number; objectID?: string; rejectedObjectID?: string; seriesName?: string; seriesObjID?: string; filter?: string; channel?: string; origin?: string; startBefore?: string; startAfter?: string; midBefore?: string; midAfter?: string; endBefore?: string; endAfter?: string; detected?: boolean; expTime?: number; minExpTime?: number; maxExpTime?: number; minFrameRate?: number; maxFrameRate?: number; minNumExposures?: number; maxNumExposures?: number; instrumentID?: number; ownerID?: number; magBrighterThan?: number; magFainterThan?: number; limitingMagBrighterThan?: number; limitingMagFainterThan?: number; limitingMagIsNaN?: boolean; minRMS?: number; maxRMS?: number; useRobustMagAndRMS?: boolean; minMedianSNR?: number; maxMedianSNR?: number; minBestSNR?: number; maxBestSNR?: number; minWorstSNR?: number; maxWorstSNR?: number; hash?: string }; }; data: { series: ({ id: number; obj_id: string; series_name: string; series_obj_id: string; instrument_id: number; filter: string; channel: string; origin: string; ra: number; dec: number; ra_unc: number | null; dec_unc: number | null; exp_time: number; time_stamp_alignment: 'start' | 'middle' | 'end'; limiting_mag: number | null; ref_flux: number | null; ref_fluxerr: number | null; altdata: Record<string, unknown> | null; num_exp: number; mjd_first: number; mjd_last: number; mjd_mid: number; mjd_last_detected: number | null; mag_first: number | null; mag_last: number | null; mag_last_detected: number | null; is_detected: boolean; frame_rate: number | null; mean_mag: number | null; rms_mag: number | null; robust_mag: number | null; robust_rms: number | null; median_snr: number | null; best_snr: number | null; worst_snr: number | null; medians: Record<string, number | null>; maxima: Record<string, number | null>; minima: Record<string, number | null>; stds: Record<string, number | null>; hash: string; owner_id: number | null; created_at: string; modified: string; group_ids: number[]; stream_ids: number[]; groups: ({ id: number; name: string })[]; streams: ({ id: number; name: string })[]; data?: Record<string, unknown[]> })[]; totalMatches: number; pageNumber: number; numPerPage: number } };
  /** Upload a photometric series */
  createPhotometricSeries: { request: { body: { data: Record<string, unknown[]>; obj_id: string; instrument_id: number; series_name: string; series_obj_id: string | number; ra?: number | null; dec?: number | null; ra_unc?: number | null; dec_unc?: number | null; exp_time?: number | null; filter?: string; channel?: string; origin?: string; limiting_mag?: number | null; magref?: number | null; e_magref?: number | null; ref_flux?: number | null; ref_fluxerr?: number | null; time_stamp_alignment?: 'start' | 'middle' | 'end'; altdata?: Record<string, unknown> | null; group_ids?: number[] | 'all'; stream_ids?: number[] }; }; data: { id: number } };
  /** A photometric series */
  getPhotometricSeries: { request: { params: { id: number }; query?: { dataFormat?: 'json' | 'none' }; }; data: { id: number; obj_id: string; series_name: string; series_obj_id: string; instrument_id: number; filter: string; channel: string; origin: string; ra: number; dec: number; ra_unc: number | null; dec_unc: number | null; exp_time: number; time_stamp_alignment: 'start' | 'middle' | 'end'; limiting_mag: number | null; ref_flux: number | null; ref_fluxerr: number | null; altdata: Record<string, unknown> | null; num_exp: number; mjd_first: number; mjd_last: number; mjd_mid: number; mjd_last_detected: number | null; mag_first: number | null; mag_last: number | null; mag_last_detected: number | null; is_detected: boolean; frame_rate: number | null; mean_mag: number | null; rms_mag: number | null; robust_mag: number | null; robust_rms: number | null; median_snr: number | null; best_snr: number | null; worst_snr: number | null; medians: Record<string, number | null>; maxima: Record<string, number | null>; minima: Record<string, number | null>; stds: Record<string, number | null>; hash: string; owner_id: number | null; created_at: string; modified: string; group_ids: number[]; stream_ids: number[]; groups: ({ id: number; name: string })[]; streams: ({ id: number; name: string })[]; data?: Record<string, unknown[]> } };
  /** Change a photometric series; what is not named stays */
  updatePhotometricSeries: { request: { params: { id: number }; body?: { data?: Record<string, unknown[]>; obj_id?: string; instrument_id?: number; series_name?: string; series_obj_id?: string | number; ra?: number | null; dec?: number | null; ra_unc?: number | null; dec_unc?: number | null; exp_time?: number | null; filter?: string; channel?: string; origin?: string; limiting_mag?: number | null; magref?: number | null; e_magref?: number | null; ref_flux?: number | null; ref_fluxerr?: number | null; time_stamp_alignment?: 'start' | 'middle' | 'end'; altdata?: Record<string, unknown> | null; group_ids?: number[] | 'all'; stream_ids?: number[] }; }; data: { id: number } };
  /** Delete a photometric series */
  deletePhotometricSeries: { request: { params: { id: number }; }; data: { id: number } };
  /** Judge a point of photometry, or judge it again */
  makeValidation: { request: { params: { id: number | bigint }; body?: { validated?: boolean | null; explanation?: string | null; notes?: string | null }; }; data: { id: number | bigint } };
  /** Change the verdict on a point of photometry; what is not named stays */
  updateValidation: { request: { params: { id: number | bigint }; body?: { validated?: boolean | null; explanation?: string | null; notes?: string | null }; }; data: { id: number | bigint } };
  /** Take the verdict on a point of photometry back */
  deleteValidation: { request: { params: { id: number | bigint }; }; data: { id: number | bigint } };
  /** Statistics of the light curve of an object, of the points that the viewer may see */
  getPhotStat: { request: { params: { id: string }; }; data: { id: number; obj_id: string; last_update: string; last_full_update: string; last_phot_add_time: string | null; num_obs_global: number; num_obs_per_filter: Record<string, number>; num_det_global: number; num_det_no_forced_phot_global: number; num_det_per_filter: Record<string, number>; first_detected_mjd: number | null; first_detected_mag: number | null; first_detected_filter: string | null; last_detected_mjd: number | null; last_detected_mag: number | null; last_detected_filter: string | null; first_detected_no_forced_phot_mjd: number | null; first_detected_no_forced_phot_mag: number | null; first_detected_no_forced_phot_filter: string | null; last_detected_no_forced_phot_mjd: number | null; last_detected_no_forced_phot_mag: number | null; last_detected_no_forced_phot_filter: string | null; recent_obs_mjd: number | null; predetection_mjds: number[]; last_non_detection_mjd: number | null; time_to_non_detection: number | null; mean_mag_global: number | null; mean_mag_per_filter: Record<string, number | null>; mean_color: Record<string, number>; peak_mjd_global: number | null; peak_mjd_per_filter: Record<string, number | null>; peak_mag_global: number | null; peak_mag_per_filter: Record<string, number | null>; faintest_mag_global: number | null; faintest_mag_per_filter: Record<string, number | null>; deepest_limit_global: number | null; deepest_limit_per_filter: Record<string, number | null>; rise_rate: number | null; decay_rate: number | null; mag_rms_global: number | null; mag_rms_per_filter: Record<string, number | null> } };
  /** The statistics of an object, as GET gives them */
  makePhotStat: { request: { params: { id: string }; }; data: { id: number; obj_id: string; last_update: string; last_full_update: string; last_phot_add_time: string | null; num_obs_global: number; num_obs_per_filter: Record<string, number>; num_det_global: number; num_det_no_forced_phot_global: number; num_det_per_filter: Record<string, number>; first_detected_mjd: number | null; first_detected_mag: number | null; first_detected_filter: string | null; last_detected_mjd: number | null; last_detected_mag: number | null; last_detected_filter: string | null; first_detected_no_forced_phot_mjd: number | null; first_detected_no_forced_phot_mag: number | null; first_detected_no_forced_phot_filter: string | null; last_detected_no_forced_phot_mjd: number | null; last_detected_no_forced_phot_mag: number | null; last_detected_no_forced_phot_filter: string | null; recent_obs_mjd: number | null; predetection_mjds: number[]; last_non_detection_mjd: number | null; time_to_non_detection: number | null; mean_mag_global: number | null; mean_mag_per_filter: Record<string, number | null>; mean_color: Record<string, number>; peak_mjd_global: number | null; peak_mjd_per_filter: Record<string, number | null>; peak_mag_global: number | null; peak_mag_per_filter: Record<string, number | null>; faintest_mag_global: number | null; faintest_mag_per_filter: Record<string, number | null>; deepest_limit_global: number | null; deepest_limit_per_filter: Record<string, number | null>; rise_rate: number | null; decay_rate: number | null; mag_rms_global: number | null; mag_rms_per_filter: Record<string, number | null> } };
  /** The statistics of an object, as GET gives them */
  updatePhotStat: { request: { params: { id: string }; }; data: { id: number; obj_id: string; last_update: string; last_full_update: string; last_phot_add_time: string | null; num_obs_global: number; num_obs_per_filter: Record<string, number>; num_det_global: number; num_det_no_forced_phot_global: number; num_det_per_filter: Record<string, number>; first_detected_mjd: number | null; first_detected_mag: number | null; first_detected_filter: string | null; last_detected_mjd: number | null; last_detected_mag: number | null; last_detected_filter: string | null; first_detected_no_forced_phot_mjd: number | null; first_detected_no_forced_phot_mag: number | null; first_detected_no_forced_phot_filter: string | null; last_detected_no_forced_phot_mjd: number | null; last_detected_no_forced_phot_mag: number | null; last_detected_no_forced_phot_filter: string | null; recent_obs_mjd: number | null; predetection_mjds: number[]; last_non_detection_mjd: number | null; time_to_non_detection: number | null; mean_mag_global: number | null; mean_mag_per_filter: Record<string, number | null>; mean_color: Record<string, number>; peak_mjd_global: number | null; peak_mjd_per_filter: Record<string, number | null>; peak_mag_global: number | null; peak_mag_per_filter: Record<string, number | null>; faintest_mag_global: number | null; faintest_mag_per_filter: Record<string, number | null>; deepest_limit_global: number | null; deepest_limit_per_filter: Record<string, number | null>; rise_rate: number | null; decay_rate: number | null; mag_rms_global: number | null; mag_rms_per_filter: Record<string, number | null> } };
  /** Changes nothing */
  deletePhotStat: { request: { params: { id: string }; }; data: null };
  /** How many of the objects that the viewer sees have photometry that he sees */
  countPhotStats: { request: { query?: { createdAtStartTime?: string; createdAtEndTime?: string }; }; data: { totalWithPhotStats: number; totalWithoutPhotStats: number } };
  /** How many objects have no statistics, since they have no photometry */
  makePhotStats: { request: { query?: { createdAtStartTime?: string; createdAtEndTime?: string; pageNumber?: number; numPerPage?: number }; }; data: { totalMatches: number; pageNumber: number; numPerPage: number } };
  /** How many objects have statistics */
  updatePhotStats: { request: { query?: { createdAtStartTime?: string; createdAtEndTime?: string; pageNumber?: number; numPerPage?: number }; }; data: { totalMatches: number; pageNumber: number; numPerPage: number } };
  /** Statistics of many objects, to be plotted against each other */
  aggregatePhotStats: { request: { query?: { xField?: string; yField?: string; zField?: string; group_id?: number; obj_ids?: string; maxMatches?: number }; }; data: { fields: ({ value: string; label: string })[]; points: ({ id: string; ra: number | null; dec: number | null; redshift: number | null; classification: string | null; first_detected_mjd: number | null; peak_mjd: number | null; tns_discovery_date: string | null; x: number | null; y: number | null; z?: number | null })[]; count: number; truncated: boolean } };
  /** Rates, peaks, colours, age and flags of an object's light curve */
  getFeatures: { request: { params: { id: string }; query?: { ebv?: number }; }; data: { obj_id: string; ebv: number | null; map_ebv: number | null; bands: ({ filter: string; extinction: number | null; span_days: number; points: number; peak_mjd: number; peak_mag: number; peak_mag_err: number; faintest_mjd: number; faintest_mag: number; faintest_mag_err: number; rise: { mag_per_day: number; mag_per_day_err: number; chi2: number; dof: number; red_chi2: number | null; points: number; span_days: number } | null; decline: { mag_per_day: number; mag_per_day_err: number; chi2: number; dof: number; red_chi2: number | null; points: number; span_days: number } | null })[]; all_bands: { points: number; peak_mjd: number; peak_mag: number; peak_mag_err: number; faintest_mjd: number; faintest_mag: number; faintest_mag_err: number; rise: { mag_per_day: number; mag_per_day_err: number; chi2: number; dof: number; red_chi2: number | null; points: number; span_days: number } | null; decline: { mag_per_day: number; mag_per_day_err: number; chi2: number; dof: number; red_chi2: number | null; points: number; span_days: number } | null; peak_filter: string; faintest_filter: string; first_mjd: number; last_mjd: number; age_days: number; days_since_peak: number } | null; colors: ({ filters: [string, string]; color: number; color_err: number; apart_days: number })[]; stationary: boolean; flags: { candid: number | bigint; star: boolean; rock: boolean; near_brightstar: boolean; solar_system: { designation: string; separation_arcsec: number | null; predicted_mag: number | null } | null } | null } };
  /** The same of every band and of all together as CSV */
  exportFeatures: { request: { params: { id: string }; query?: { ebv?: number }; }; data: Response };
  /** The generalised Lomb–Scargle periodogram of an object's light curve */
  getPeriodogram: { request: { params: { id: string }; query?: { filter?: string; maxFrequency?: number }; }; data: { obj_id: string; bands: ({ filter: string; points: number; fluxes: 'total' | 'difference' })[]; max_frequency: number | null; periods: ({ period_days: number; frequency: number; power: number; false_alarm_probability: number | null })[]; spectrum: { frequencies: number[]; powers: number[] } } };
  /** Comments on sources by a part of their text, newest first */
  searchComments: { request: { query: { text: string; pageNumber?: number; numPerPage?: number }; }; data: ({ id: number; created_at: string; modified: string; resourceType: string; resource_id: string; obj_id: string | null; bot: boolean; author_id: number | null; author: { id: number; username: string; first_name: string | null; last_name: string | null } | null; groups: ({ id: number; name: string; nickname: string | null })[]; can_change: boolean; text: string; channel: string | null; attachment_name: string | null; attachment_size: number | null; mentions: string[] })[] };
  /** The comments on something, oldest first */
  listComments: { request: { params: { resource_type: 'sources' | 'spectra' | 'photometry' | 'gcn_event' | 'shift' | 'earthquake'; resource_id: string }; query?: { text?: string; channel?: string }; }; data: ({ id: number; created_at: string; modified: string; resourceType: string; resource_id: string; obj_id: string | null; bot: boolean; author_id: number | null; author: { id: number; username: string; first_name: string | null; last_name: string | null } | null; groups: ({ id: number; name: string; nickname: string | null })[]; can_change: boolean; text: string; channel: string | null; attachment_name: string | null; attachment_size: number | null; mentions: string[] })[] };
  /** Write a comment */
  createComment: { request: { params: { resource_type: 'sources' | 'spectra' | 'photometry' | 'gcn_event' | 'shift' | 'earthquake'; resource_id: string }; body: { text: string; group_ids?: number[] | null; channel?: string | null; attachment?: { body: string | null; name: string } | null }; }; data: { comment_id: number } };
  /** One comment */
  getComment: { request: { params: { resource_type: 'sources' | 'spectra' | 'photometry' | 'gcn_event' | 'shift' | 'earthquake'; resource_id: string; comment_id: number }; }; data: { id: number; created_at: string; modified: string; resourceType: string; resource_id: string; obj_id: string | null; bot: boolean; author_id: number | null; author: { id: number; username: string; first_name: string | null; last_name: string | null } | null; groups: ({ id: number; name: string; nickname: string | null })[]; can_change: boolean; text: string; channel: string | null; attachment_name: string | null; attachment_size: number | null; mentions: string[] } };
  /** Change a comment; what is not named, or null, stays */
  updateComment: { request: { params: { resource_type: 'sources' | 'spectra' | 'photometry' | 'gcn_event' | 'shift' | 'earthquake'; resource_id: string; comment_id: number }; body?: { text?: string | null; group_ids?: number[] | null; attachment?: { body: string | null; name: string } | null }; }; data: Record<string, never> };
  /** Delete a comment: its author, or a System admin */
  deleteComment: { request: { params: { resource_type: 'sources' | 'spectra' | 'photometry' | 'gcn_event' | 'shift' | 'earthquake'; resource_id: string; comment_id: number }; }; data: Record<string, never> };
  /** The conversations about a source besides the main one */
  listCommentChannels: { request: { params: { id: string }; }; data: string[] };
  /** Delete a conversation, where every comment that one sees of it is one’s own */
  deleteCommentChannel: { request: { params: { id: string }; query: { channel: string }; }; data: { deleted: number } };
  /** The file of a comment */
  getCommentAttachment: { request: { params: { resource_type: 'sources' | 'spectra' | 'photometry' | 'gcn_event' | 'shift' | 'earthquake'; resource_id: string; comment_id: number }; query?: { download?: boolean; preview?: boolean }; }; data: Response };
  /** The file of a comment */
  getCommentAttachmentPdf: { request: { params: { resource_type: 'sources' | 'spectra' | 'photometry' | 'gcn_event' | 'shift' | 'earthquake'; resource_id: string; comment_id: number }; query?: { download?: boolean; preview?: boolean }; }; data: Response };
  /** How many comments have a file, and how many have none */
  countCommentAttachments: { request: Record<string, never>; data: { totalWithAttachmentBytes: number; totalWithoutAttachmentBytes: number } };
  /** In SkyPortal it moves files out of the database; here they stay in it */
  moveCommentAttachments: { request: { query?: { pageNumber?: number; numPerPage?: number }; }; data: { totalMatches: number; pageNumber: number; numPerPage: number } };
  /** The annotations of something */
  listAnnotations: { request: { params: { resource_type: 'sources' | 'spectra' | 'photometry' | 'gcn_event' | 'shift' | 'earthquake'; resource_id: string }; }; data: ({ id: number; created_at: string; modified: string; resourceType: string; resource_id: string; obj_id: string | null; bot: boolean; author_id: number | null; author: { id: number; username: string; first_name: string | null; last_name: string | null } | null; groups: ({ id: number; name: string; nickname: string | null })[]; can_change: boolean; origin: string; data: Record<string, unknown>; filter_id: number | null })[] };
  /** Annotate something */
  createAnnotation: { request: { params: { resource_type: 'sources' | 'spectra' | 'photometry' | 'gcn_event' | 'shift' | 'earthquake'; resource_id: string }; body: { origin: string; data: Record<string, unknown>; group_ids?: number[] | null }; }; data: { annotation_id: number } };
  /** One annotation */
  getAnnotation: { request: { params: { resource_type: 'sources' | 'spectra' | 'photometry' | 'gcn_event' | 'shift' | 'earthquake'; resource_id: string; annotation_id: number }; }; data: { id: number; created_at: string; modified: string; resourceType: string; resource_id: string; obj_id: string | null; bot: boolean; author_id: number | null; author: { id: number; username: string; first_name: string | null; last_name: string | null } | null; groups: ({ id: number; name: string; nickname: string | null })[]; can_change: boolean; origin: string; data: Record<string, unknown>; filter_id: number | null } };
  /** Change an annotation; what is not named, or null, stays */
  updateAnnotation: { request: { params: { resource_type: 'sources' | 'spectra' | 'photometry' | 'gcn_event' | 'shift' | 'earthquake'; resource_id: string; annotation_id: number }; body?: { origin?: string | null; data?: Record<string, unknown> | null; group_ids?: number[] | null }; }; data: Record<string, never> };
  /** Delete an annotation: its author, or a System admin */
  deleteAnnotation: { request: { params: { resource_type: 'sources' | 'spectra' | 'photometry' | 'gcn_event' | 'shift' | 'earthquake'; resource_id: string; annotation_id: number }; }; data: Record<string, never> };
  /** The words that may be tags */
  listTagOptions: { request: Record<string, never>; data: ({ id: number; name: string; color: string | null; created_at: string; modified: string })[] };
  /** Let a word be a tag */
  createTagOption: { request: { body: { name: string; color?: string | '' | null }; }; data: { id: number; name: string; color: string | null; created_at: string; modified: string } };
  /** One of them */
  getTagOption: { request: { params: { id: number }; }; data: { id: number; name: string; color: string | null; created_at: string; modified: string } };
  /** Change a word or its colour; what is not named stays */
  updateTagOption: { request: { params: { id: number }; body?: { name?: string; color?: string | '' | null }; }; data: { id: number; name: string; color: string | null; created_at: string; modified: string } };
  /** Delete a word, and take it off every object */
  deleteTagOption: { request: { params: { id: number }; body?: Record<string, never>; }; data: Record<string, never> };
  /** Tags on objects */
  listObjTags: { request: { query?: { obj_id?: string; objtagoption_id?: number }; }; data: ({ id: number; objtagoption_id: number; name: string; color: string | null; obj_id: string; author_id: number; groups: ({ id: number; name: string; nickname: string | null })[]; created_at: string; modified: string })[] };
  /** Put a tag on an object; where it is there, the groups are added */
  createObjTag: { request: { body: { objtagoption_id: number; obj_id: string; group_ids?: number[] | null }; }; data: { id: number; objtagoption_id: number; name: string; color: string | null; obj_id: string; author_id: number; groups: ({ id: number; name: string; nickname: string | null })[]; created_at: string; modified: string } };
  /** One tag on an object */
  getObjTag: { request: { params: { id: number }; }; data: { id: number; objtagoption_id: number; name: string; color: string | null; obj_id: string; author_id: number; groups: ({ id: number; name: string; nickname: string | null })[]; created_at: string; modified: string } };
  /** Take a tag off, for these groups or for all of one’s own */
  deleteObjTag: { request: { params: { id: number }; body?: { group_ids?: number[] }; }; data: Record<string, never> };
  /** The objects on the viewer’s lists */
  listListings: { request: { query?: { listName?: string }; }; data: ({ id: number; user_id: number; obj_id: string; list_name: string; params: Record<string, unknown> | null; created_at: string; modified: string })[] };
  /** Put an object on one of one’s lists */
  createListing: { request: { body: { obj_id: string; list_name: string; user_id?: number | null; params?: Record<string, unknown> | null }; }; data: { id: number } };
  /** Take an object off a list, by the names of both */
  deleteListingOf: { request: { body: { obj_id: string; list_name: string; user_id?: number | null }; }; data: Record<string, never> };
  /** The same of a user: of others there are none */
  listUserListings: { request: { params: { id: number }; query?: { listName?: string }; }; data: ({ id: number; user_id: number; obj_id: string; list_name: string; params: Record<string, unknown> | null; created_at: string; modified: string })[] };
  /** Change an entry; what is not named stays */
  updateListing: { request: { params: { id: number }; body?: { obj_id?: string | null; list_name?: string | null; user_id?: number | null; params?: Record<string, unknown> | null }; }; data: Record<string, never> };
  /** Take an object off a list */
  deleteListing: { request: { params: { id: number }; }; data: Record<string, never> };
  /** What is known of a picture, and where it is */
  getThumbnail: { request: { params: { id: number }; }; data: { id: number | null; obj_id: string; type: string; survey: string | null; public_url: string; file_uri: null; origin: string | null; is_grayscale: boolean; width: number | null; height: number | null; owner_id: number | null; groups: ({ id: number; name: string; nickname: string | null })[]; created_at: string | null; modified: string | null } };
  /** Change what is known of a picture; what is not named, or null, stays */
  updateThumbnail: { request: { params: { id: number }; body?: { obj_id?: string | null; type?: 'new' | 'ref' | 'sub' | 'sdss' | 'dr8' | 'ls' | 'ps1' | 'new_gz' | 'ref_gz' | 'sub_gz' | null; survey?: string | null; public_url?: string | null; origin?: string | null; is_grayscale?: boolean | null; group_ids?: number[] | null }; }; data: Record<string, never> };
  /** Delete a picture */
  deleteThumbnail: { request: { params: { id: number }; }; data: Record<string, never> };
  /** A picture that is stored here */
  getThumbnailImage: { request: { params: { id: number }; }; data: Response };
  /** Store a picture of an object */
  createThumbnail: { request: { body: { obj_id: string; data: string; ttype: 'new' | 'ref' | 'sub' | 'sdss' | 'dr8' | 'ls' | 'ps1' | 'new_gz' | 'ref_gz' | 'sub_gz'; survey?: string | null; origin?: string | null; group_ids?: number[] | null }; }; data: { id: number } };
  /** How many pictures there are; in SkyPortal also whether their files are in place */
  checkThumbnailPaths: { request: { query?: { types?: string; requiredDepth?: number }; }; data: { totalMatches: number; inCorrectFolder: number; inWrongFolder: number } };
  /** The same: there are no files to be moved */
  moveThumbnails: { request: { query?: { types?: string; requiredDepth?: number; pageNumber?: number; numPerPage?: number }; }; data: { totalMatches: number; inCorrectFolder: number; inWrongFolder: number } };
  /** Nothing: there are no folders to be removed */
  sweepThumbnailPaths: { request: Record<string, never>; data: Record<string, never> };
  /** Share photometry with more groups */
  shareData: { request: { body: { groupIDs: number[]; photometryIDs?: (number | bigint)[]; spectrumIDs?: number[] }; }; data: { shared: number } };
  /** Who can see something, and why */
  getAccess: { request: { params: { kind: 'source' | 'candidate' | 'photometry' | 'filter' | 'alert'; id: string }; }; data: { kind: 'source' | 'candidate' | 'photometry' | 'filter' | 'alert'; id: string; total: number; reasons: ({ rule: 'owner' | 'group' | 'stream' | 'programme' | 'hidden' | 'system_admin' | 'public'; why: string; group: { id: number; name: string } | null; stream: { id: number; name: string } | null; people: ({ id: number; username: string })[]; others: number })[] } };
  /** Changes of rights, filters, saves and photometry, newest first */
  listAudit: { request: { query?: { actorID?: number; userID?: number; groupID?: number; kind?: 'user' | 'role' | 'group' | 'stream' | 'key' | 'invitation' | 'filter' | 'source' | 'photometry' | 'spectrum' | 'taxonomy' | 'classification' | 'comment' | 'annotation' | 'tag' | 'thumbnail' | 'telescope' | 'instrument' | 'allocation' | 'analysis'; id?: string; since?: string; until?: string; cursor?: number | bigint; numPerPage?: number }; }; data: { entries: ({ id: number | bigint; at: string; actor: { id: number; username: string | null } | null; key_id: string | null; role: string; action: 'insert' | 'update' | 'delete'; table: string; kind: string; subject_id: string; subject: string | null; user: { id: number; username: string | null } | null; group: { id: number; name: string | null } | null; before: Record<string, unknown> | null; after: Record<string, unknown> | null })[]; audiences: ({ id: number; groups: ({ id: number; name: string })[] })[]; nextCursor: number | bigint | null } };
  /** The same as CSV, at most 50,000 entries */
  exportAudit: { request: { query?: { actorID?: number; userID?: number; groupID?: number; kind?: 'user' | 'role' | 'group' | 'stream' | 'key' | 'invitation' | 'filter' | 'source' | 'photometry' | 'spectrum' | 'taxonomy' | 'classification' | 'comment' | 'annotation' | 'tag' | 'thumbnail' | 'telescope' | 'instrument' | 'allocation' | 'analysis'; id?: string; since?: string; until?: string }; }; data: Response };
  /** The alerts of an object, as filters see them, oldest first */
  getAlerts: { request: { params: { objectId: string }; }; data: ({ candid: number | bigint; objectId: string; schemavsn?: string; publisher?: string; candidate: Record<string, unknown>; coordinates?: Record<string, unknown> })[] };
  /** An object's light curve in the survey's own words */
  getLightCurve: { request: { params: { objectId: string }; }; data: { _id: string; prv_candidates: (Record<string, unknown>)[]; fp_hists: (Record<string, unknown>)[] } };
  /** A stamp of an alert, as it was sent or drawn */
  getCutout: { request: { params: { candid: number | bigint }; query?: { survey?: 'ztf' | 'lsst' | 'winter' | 'pgir'; cutout?: 'science' | 'template' | 'difference'; file_format?: 'fits' | 'png'; stretch?: 'linear' | 'log' | 'asinh' | 'sqrt'; interval?: 'min_max' | 'zscale' | 'asymmetric'; cmap?: string }; }; data: Response };
  /** The catalogs in the archive, and how alerts are matched with them */
  listCatalogs: { request: Record<string, never>; data: ({ name: string; version: number; kind: 'loaded' | 'mounted'; rows: number; columns: ({ name: string; unit: string | null })[]; is_matched: boolean; radius_arcsec: number; loaded_at: string | null })[] };
  /** An object's neighbours in the catalogs, by catalog, the nearest first */
  getCrossMatches: { request: { params: { objectId: string }; }; data: ({ catalog: string; version: number; radius_arcsec: number; matches: ({ id: string | number | bigint; distance_arcsec: number; distance_kpc: number | null; document: Record<string, unknown> })[] })[] };
  /** The objects of a catalog around a place, the nearest first */
  searchCatalog: { request: { params: { name: string }; query: { ra: number; dec: number; radius: number; mjd?: number; limit?: number }; }; data: ({ id: string | number | bigint; distance_arcsec: number; distance_kpc: number | null; document: Record<string, unknown> })[] };
  /** Tonight: what the broker read, how fast, and what the filters made of it */
  getStreamStatus: { request: Record<string, never>; data: { since: string; surveys: ({ survey: string; packets: number | null; new: number | null; known: number | null; quarantined: number | null; last_batch_at: string | null; per_second: number | null; lag_s: number | null })[]; filters: ({ filter_id: number; name: string; fid: string; evaluated: number; passed: number; rejected: number; failed: number; elapsed_ms: number; failure: string | null })[] } };
}

export type OperationName = keyof Operations;

/** Where each operation is. */
export const operations: Record<
  OperationName,
  { method: string; path: string; answers: 'data' | 'file' }
> = {
  addLabels: { method: 'POST', path: '/api/sources/{id}/labels', answers: 'data' },
  removeLabels: { method: 'DELETE', path: '/api/sources/{id}/labels', answers: 'data' },
  castVote: { method: 'POST', path: '/api/classification/votes/{id}', answers: 'data' },
  withdrawVote: { method: 'DELETE', path: '/api/classification/votes/{id}', answers: 'data' },
  createClassification: { method: 'POST', path: '/api/classification', answers: 'data' },
  listClassifications: { method: 'GET', path: '/api/classification', answers: 'data' },
  deleteClassification: { method: 'DELETE', path: '/api/classification/{id}', answers: 'data' },
  getClassification: { method: 'GET', path: '/api/classification/{id}', answers: 'data' },
  updateClassification: { method: 'PUT', path: '/api/classification/{id}', answers: 'data' },
  deleteObjClassifications: { method: 'DELETE', path: '/api/sources/{id}/classifications', answers: 'data' },
  listObjClassifications: { method: 'GET', path: '/api/sources/{id}/classifications', answers: 'data' },
  getClassificationHistory: { method: 'GET', path: '/api/classification/{id}/history', answers: 'data' },
  listClassifiedSources: { method: 'GET', path: '/api/classification/sources', answers: 'data' },
  createTaxonomy: { method: 'POST', path: '/api/taxonomy', answers: 'data' },
  listTaxonomies: { method: 'GET', path: '/api/taxonomy', answers: 'data' },
  deleteTaxonomy: { method: 'DELETE', path: '/api/taxonomy/{id}', answers: 'data' },
  getTaxonomy: { method: 'GET', path: '/api/taxonomy/{id}', answers: 'data' },
  updateTaxonomy: { method: 'PUT', path: '/api/taxonomy/{id}', answers: 'data' },
  answerAnalysis: { method: 'POST', path: '/api/webhook/obj_analysis/{token}', answers: 'data' },
  deleteAnalysis: { method: 'DELETE', path: '/api/obj/analysis/{id}', answers: 'data' },
  getAnalysis: { method: 'GET', path: '/api/obj/analysis/{id}', answers: 'data' },
  getAnalysisFirstPlot: { method: 'GET', path: '/api/obj/analysis/{id}/plots', answers: 'file' },
  getAnalysisPlot: { method: 'GET', path: '/api/obj/analysis/{id}/plots/{number}', answers: 'file' },
  getAnalysisResults: { method: 'GET', path: '/api/obj/analysis/{id}/results', answers: 'data' },
  listAnalyses: { method: 'GET', path: '/api/obj/analysis', answers: 'data' },
  querySummaries: { method: 'POST', path: '/api/summary_query', answers: 'data' },
  startAnalysis: { method: 'POST', path: '/api/obj/{objId}/analysis/{serviceId}', answers: 'data' },
  uploadAnalysis: { method: 'POST', path: '/api/obj/{objId}/analysis_upload/{serviceId}', answers: 'data' },
  createAnalysisService: { method: 'POST', path: '/api/analysis_service', answers: 'data' },
  listAnalysisServices: { method: 'GET', path: '/api/analysis_service', answers: 'data' },
  createDefaultAnalysis: { method: 'POST', path: '/api/analysis_service/{serviceId}/default_analysis', answers: 'data' },
  listDefaultAnalyses: { method: 'GET', path: '/api/analysis_service/{serviceId}/default_analysis', answers: 'data' },
  deleteAnalysisService: { method: 'DELETE', path: '/api/analysis_service/{id}', answers: 'data' },
  getAnalysisService: { method: 'GET', path: '/api/analysis_service/{id}', answers: 'data' },
  updateAnalysisService: { method: 'PATCH', path: '/api/analysis_service/{id}', answers: 'data' },
  deleteDefaultAnalysis: { method: 'DELETE', path: '/api/analysis_service/{serviceId}/default_analysis/{id}', answers: 'data' },
  getDefaultAnalysis: { method: 'GET', path: '/api/analysis_service/{serviceId}/default_analysis/{id}', answers: 'data' },
  updateDefaultAnalysis: { method: 'PATCH', path: '/api/analysis_service/{serviceId}/default_analysis/{id}', answers: 'data' },
  listObjSummaries: { method: 'GET', path: '/api/sources/{id}/summaries', answers: 'data' },
  getSysinfo: { method: 'GET', path: '/api/sysinfo', answers: 'data' },
  getConfig: { method: 'GET', path: '/api/config', answers: 'data' },
  getEnumTypes: { method: 'GET', path: '/api/enum_types', answers: 'data' },
  getDbStats: { method: 'GET', path: '/api/db_stats', answers: 'data' },
  getDbInfo: { method: 'GET', path: '/api/internal/dbinfo', answers: 'data' },
  listTelescopes: { method: 'GET', path: '/api/telescope', answers: 'data' },
  createTelescope: { method: 'POST', path: '/api/telescope', answers: 'data' },
  getTelescope: { method: 'GET', path: '/api/telescope/{id}', answers: 'data' },
  updateTelescope: { method: 'PUT', path: '/api/telescope/{id}', answers: 'data' },
  deleteTelescope: { method: 'DELETE', path: '/api/telescope/{id}', answers: 'data' },
  listInstruments: { method: 'GET', path: '/api/instrument', answers: 'data' },
  createInstrument: { method: 'POST', path: '/api/instrument', answers: 'data' },
  getInstrument: { method: 'GET', path: '/api/instrument/{id}', answers: 'data' },
  updateInstrument: { method: 'PUT', path: '/api/instrument/{id}', answers: 'data' },
  deleteInstrument: { method: 'DELETE', path: '/api/instrument/{id}', answers: 'data' },
  deleteInstrumentFields: { method: 'DELETE', path: '/api/instrument/{id}/fields', answers: 'data' },
  updateInstrumentStatus: { method: 'PUT', path: '/api/instrument/{id}/status', answers: 'data' },
  getInstrumentLogs: { method: 'GET', path: '/api/instrument/{id}/log', answers: 'data' },
  addInstrumentLog: { method: 'POST', path: '/api/instrument/{id}/log', answers: 'data' },
  listAllocations: { method: 'GET', path: '/api/allocation', answers: 'data' },
  createAllocation: { method: 'POST', path: '/api/allocation', answers: 'data' },
  getAllocation: { method: 'GET', path: '/api/allocation/{id}', answers: 'data' },
  updateAllocation: { method: 'PUT', path: '/api/allocation/{id}', answers: 'data' },
  deleteAllocation: { method: 'DELETE', path: '/api/allocation/{id}', answers: 'data' },
  getAllocationReport: { method: 'GET', path: '/api/allocation/report/{instrument_id}', answers: 'file' },
  redeemLoginLink: { method: 'GET', path: '/login', answers: 'file' },
  login: { method: 'POST', path: '/api/login', answers: 'data' },
  logout: { method: 'POST', path: '/api/logout', answers: 'data' },
  getProfile: { method: 'GET', path: '/api/internal/profile', answers: 'data' },
  updateProfile: { method: 'PATCH', path: '/api/internal/profile', answers: 'data' },
  listLoginProviders: { method: 'GET', path: '/api/internal/login_providers', answers: 'data' },
  startSignIn: { method: 'GET', path: '/login/{provider}', answers: 'file' },
  completeSignIn: { method: 'GET', path: '/complete/{provider}', answers: 'file' },
  listSessions: { method: 'GET', path: '/api/internal/sessions', answers: 'data' },
  deleteOtherSessions: { method: 'DELETE', path: '/api/internal/sessions', answers: 'data' },
  deleteSession: { method: 'DELETE', path: '/api/internal/sessions/{id}', answers: 'data' },
  listIdentities: { method: 'GET', path: '/api/internal/identities', answers: 'data' },
  linkIdentity: { method: 'POST', path: '/api/internal/identities', answers: 'data' },
  unlinkIdentity: { method: 'DELETE', path: '/api/internal/identities/{id}', answers: 'data' },
  previewInvitation: { method: 'GET', path: '/api/invitations/preview', answers: 'data' },
  acceptInvitation: { method: 'POST', path: '/api/invitations/accept', answers: 'data' },
  listTokens: { method: 'GET', path: '/api/internal/tokens', answers: 'data' },
  createToken: { method: 'POST', path: '/api/internal/tokens', answers: 'data' },
  getToken: { method: 'GET', path: '/api/internal/tokens/{id}', answers: 'data' },
  updateToken: { method: 'PUT', path: '/api/internal/tokens/{id}', answers: 'data' },
  deleteToken: { method: 'DELETE', path: '/api/internal/tokens/{id}', answers: 'data' },
  listUsers: { method: 'GET', path: '/api/user', answers: 'data' },
  createUser: { method: 'POST', path: '/api/user', answers: 'data' },
  getUser: { method: 'GET', path: '/api/user/{id}', answers: 'data' },
  updateUser: { method: 'PATCH', path: '/api/user/{id}', answers: 'data' },
  deleteUser: { method: 'DELETE', path: '/api/user/{id}', answers: 'data' },
  addUserRoles: { method: 'POST', path: '/api/user/{id}/roles', answers: 'data' },
  removeUserRole: { method: 'DELETE', path: '/api/user/{id}/roles/{role}', answers: 'data' },
  addUserAcls: { method: 'POST', path: '/api/user/{id}/acls', answers: 'data' },
  removeUserAcl: { method: 'DELETE', path: '/api/user/{id}/acls/{acl}', answers: 'data' },
  listRoles: { method: 'GET', path: '/api/roles', answers: 'data' },
  listAcls: { method: 'GET', path: '/api/acls', answers: 'data' },
  listInvitations: { method: 'GET', path: '/api/invitations', answers: 'data' },
  createInvitation: { method: 'POST', path: '/api/invitations', answers: 'data' },
  updateInvitation: { method: 'PATCH', path: '/api/invitations/{id}', answers: 'data' },
  deleteInvitation: { method: 'DELETE', path: '/api/invitations/{id}', answers: 'data' },
  listGroups: { method: 'GET', path: '/api/groups', answers: 'data' },
  createGroup: { method: 'POST', path: '/api/groups', answers: 'data' },
  getPublicGroup: { method: 'GET', path: '/api/groups/public', answers: 'data' },
  getGroup: { method: 'GET', path: '/api/groups/{id}', answers: 'data' },
  updateGroup: { method: 'PUT', path: '/api/groups/{id}', answers: 'data' },
  deleteGroup: { method: 'DELETE', path: '/api/groups/{id}', answers: 'data' },
  addGroupUser: { method: 'POST', path: '/api/groups/{id}/users', answers: 'data' },
  updateGroupUser: { method: 'PATCH', path: '/api/groups/{id}/users', answers: 'data' },
  removeGroupUser: { method: 'DELETE', path: '/api/groups/{id}/users/{user_id}', answers: 'data' },
  addUsersFromGroups: { method: 'POST', path: '/api/groups/{id}/usersFromGroups', answers: 'data' },
  addGroupStream: { method: 'POST', path: '/api/groups/{id}/streams', answers: 'data' },
  removeGroupStream: { method: 'DELETE', path: '/api/groups/{id}/streams/{stream_id}', answers: 'data' },
  listAdmissionRequests: { method: 'GET', path: '/api/group_admission_requests', answers: 'data' },
  createAdmissionRequest: { method: 'POST', path: '/api/group_admission_requests', answers: 'data' },
  getAdmissionRequest: { method: 'GET', path: '/api/group_admission_requests/{id}', answers: 'data' },
  updateAdmissionRequest: { method: 'PATCH', path: '/api/group_admission_requests/{id}', answers: 'data' },
  deleteAdmissionRequest: { method: 'DELETE', path: '/api/group_admission_requests/{id}', answers: 'data' },
  listStreams: { method: 'GET', path: '/api/streams', answers: 'data' },
  createStream: { method: 'POST', path: '/api/streams', answers: 'data' },
  getStream: { method: 'GET', path: '/api/streams/{id}', answers: 'data' },
  updateStream: { method: 'PATCH', path: '/api/streams/{id}', answers: 'data' },
  deleteStream: { method: 'DELETE', path: '/api/streams/{id}', answers: 'data' },
  addStreamUser: { method: 'POST', path: '/api/streams/{id}/users', answers: 'data' },
  removeStreamUser: { method: 'DELETE', path: '/api/streams/{id}/users/{user_id}', answers: 'data' },
  listFilters: { method: 'GET', path: '/api/filters', answers: 'data' },
  createFilter: { method: 'POST', path: '/api/filters', answers: 'data' },
  updateFilterById: { method: 'PATCH', path: '/api/filters', answers: 'data' },
  getFilter: { method: 'GET', path: '/api/filters/{id}', answers: 'data' },
  updateFilter: { method: 'PATCH', path: '/api/filters/{id}', answers: 'data' },
  deleteFilter: { method: 'DELETE', path: '/api/filters/{id}', answers: 'data' },
  getFilterVersions: { method: 'GET', path: '/api/filters/{id}/v', answers: 'data' },
  createFilterVersion: { method: 'POST', path: '/api/filters/{id}/v', answers: 'data' },
  updateFilterVersions: { method: 'PATCH', path: '/api/filters/{id}/v', answers: 'data' },
  testFilter: { method: 'POST', path: '/api/filters/{id}/test', answers: 'data' },
  explainFilter: { method: 'POST', path: '/api/filters/{id}/explain', answers: 'data' },
  runFunnel: { method: 'POST', path: '/api/filters/{id}/funnel', answers: 'data' },
  runDiff: { method: 'POST', path: '/api/filters/{id}/diff', answers: 'data' },
  getFilterFields: { method: 'GET', path: '/api/filters/{id}/fields', answers: 'data' },
  listCandidates: { method: 'GET', path: '/api/candidates', answers: 'data' },
  getCandidate: { method: 'GET', path: '/api/candidates/{objId}', answers: 'data' },
  listSources: { method: 'GET', path: '/api/sources', answers: 'data' },
  saveSource: { method: 'POST', path: '/api/sources', answers: 'data' },
  getSource: { method: 'GET', path: '/api/sources/{id}', answers: 'data' },
  unsaveSource: { method: 'DELETE', path: '/api/sources/{id}', answers: 'data' },
  changeSourceGroups: { method: 'POST', path: '/api/source_groups', answers: 'data' },
  listObjectLinks: { method: 'GET', path: '/api/sources/{id}/links', answers: 'data' },
  linkObject: { method: 'POST', path: '/api/sources/{id}/links', answers: 'data' },
  unlinkObject: { method: 'DELETE', path: '/api/sources/{id}/links/{obj_id}', answers: 'data' },
  getPhotometry: { method: 'GET', path: '/api/sources/{id}/photometry', answers: 'data' },
  deleteSourcePhotometry: { method: 'DELETE', path: '/api/sources/{id}/photometry', answers: 'data' },
  postPhotometry: { method: 'POST', path: '/api/photometry', answers: 'data' },
  putPhotometry: { method: 'PUT', path: '/api/photometry', answers: 'data' },
  postPhotometryFile: { method: 'POST', path: '/api/photometry/file', answers: 'data' },
  putPhotometryFile: { method: 'PUT', path: '/api/photometry/file', answers: 'data' },
  getPhotometryRange: { method: 'GET', path: '/api/photometry/range', answers: 'data' },
  listPhotometryOrigins: { method: 'GET', path: '/api/photometry/origins', answers: 'data' },
  deletePhotometryUpload: { method: 'DELETE', path: '/api/photometry/bulk_delete/{upload_id}', answers: 'data' },
  getPhotometryPoint: { method: 'GET', path: '/api/photometry/{id}', answers: 'data' },
  updatePhotometryPoint: { method: 'PATCH', path: '/api/photometry/{id}', answers: 'data' },
  deletePhotometryPoint: { method: 'DELETE', path: '/api/photometry/{id}', answers: 'data' },
  listPhotometricSeries: { method: 'GET', path: '/api/photometric_series', answers: 'data' },
  createPhotometricSeries: { method: 'POST', path: '/api/photometric_series', answers: 'data' },
  getPhotometricSeries: { method: 'GET', path: '/api/photometric_series/{id}', answers: 'data' },
  updatePhotometricSeries: { method: 'PATCH', path: '/api/photometric_series/{id}', answers: 'data' },
  deletePhotometricSeries: { method: 'DELETE', path: '/api/photometric_series/{id}', answers: 'data' },
  makeValidation: { method: 'POST', path: '/api/photometry/{id}/validation', answers: 'data' },
  updateValidation: { method: 'PATCH', path: '/api/photometry/{id}/validation', answers: 'data' },
  deleteValidation: { method: 'DELETE', path: '/api/photometry/{id}/validation', answers: 'data' },
  getPhotStat: { method: 'GET', path: '/api/sources/{id}/phot_stat', answers: 'data' },
  makePhotStat: { method: 'POST', path: '/api/sources/{id}/phot_stat', answers: 'data' },
  updatePhotStat: { method: 'PUT', path: '/api/sources/{id}/phot_stat', answers: 'data' },
  deletePhotStat: { method: 'DELETE', path: '/api/sources/{id}/phot_stat', answers: 'data' },
  countPhotStats: { method: 'GET', path: '/api/phot_stats', answers: 'data' },
  makePhotStats: { method: 'POST', path: '/api/phot_stats', answers: 'data' },
  updatePhotStats: { method: 'PATCH', path: '/api/phot_stats', answers: 'data' },
  aggregatePhotStats: { method: 'GET', path: '/api/phot_stats/aggregate', answers: 'data' },
  getFeatures: { method: 'GET', path: '/api/sources/{id}/features', answers: 'data' },
  exportFeatures: { method: 'GET', path: '/api/sources/{id}/features/export', answers: 'file' },
  getPeriodogram: { method: 'GET', path: '/api/sources/{id}/periodogram', answers: 'data' },
  searchComments: { method: 'GET', path: '/api/sources/comments', answers: 'data' },
  listComments: { method: 'GET', path: '/api/{resource_type}/{resource_id}/comments', answers: 'data' },
  createComment: { method: 'POST', path: '/api/{resource_type}/{resource_id}/comments', answers: 'data' },
  getComment: { method: 'GET', path: '/api/{resource_type}/{resource_id}/comments/{comment_id}', answers: 'data' },
  updateComment: { method: 'PUT', path: '/api/{resource_type}/{resource_id}/comments/{comment_id}', answers: 'data' },
  deleteComment: { method: 'DELETE', path: '/api/{resource_type}/{resource_id}/comments/{comment_id}', answers: 'data' },
  listCommentChannels: { method: 'GET', path: '/api/sources/{id}/comments/channels', answers: 'data' },
  deleteCommentChannel: { method: 'DELETE', path: '/api/sources/{id}/comments/channels', answers: 'data' },
  getCommentAttachment: { method: 'GET', path: '/api/{resource_type}/{resource_id}/comments/{comment_id}/attachment', answers: 'file' },
  getCommentAttachmentPdf: { method: 'GET', path: '/api/{resource_type}/{resource_id}/comments/{comment_id}/attachment.pdf', answers: 'file' },
  countCommentAttachments: { method: 'GET', path: '/api/comment_attachment', answers: 'data' },
  moveCommentAttachments: { method: 'POST', path: '/api/comment_attachment', answers: 'data' },
  listAnnotations: { method: 'GET', path: '/api/{resource_type}/{resource_id}/annotations', answers: 'data' },
  createAnnotation: { method: 'POST', path: '/api/{resource_type}/{resource_id}/annotations', answers: 'data' },
  getAnnotation: { method: 'GET', path: '/api/{resource_type}/{resource_id}/annotations/{annotation_id}', answers: 'data' },
  updateAnnotation: { method: 'PUT', path: '/api/{resource_type}/{resource_id}/annotations/{annotation_id}', answers: 'data' },
  deleteAnnotation: { method: 'DELETE', path: '/api/{resource_type}/{resource_id}/annotations/{annotation_id}', answers: 'data' },
  listTagOptions: { method: 'GET', path: '/api/objtagoption', answers: 'data' },
  createTagOption: { method: 'POST', path: '/api/objtagoption', answers: 'data' },
  getTagOption: { method: 'GET', path: '/api/objtagoption/{id}', answers: 'data' },
  updateTagOption: { method: 'PATCH', path: '/api/objtagoption/{id}', answers: 'data' },
  deleteTagOption: { method: 'DELETE', path: '/api/objtagoption/{id}', answers: 'data' },
  listObjTags: { method: 'GET', path: '/api/objtag', answers: 'data' },
  createObjTag: { method: 'POST', path: '/api/objtag', answers: 'data' },
  getObjTag: { method: 'GET', path: '/api/objtag/{id}', answers: 'data' },
  deleteObjTag: { method: 'DELETE', path: '/api/objtag/{id}', answers: 'data' },
  listListings: { method: 'GET', path: '/api/listing', answers: 'data' },
  createListing: { method: 'POST', path: '/api/listing', answers: 'data' },
  deleteListingOf: { method: 'DELETE', path: '/api/listing', answers: 'data' },
  listUserListings: { method: 'GET', path: '/api/listing/{id}', answers: 'data' },
  updateListing: { method: 'PATCH', path: '/api/listing/{id}', answers: 'data' },
  deleteListing: { method: 'DELETE', path: '/api/listing/{id}', answers: 'data' },
  getThumbnail: { method: 'GET', path: '/api/thumbnail/{id}', answers: 'data' },
  updateThumbnail: { method: 'PUT', path: '/api/thumbnail/{id}', answers: 'data' },
  deleteThumbnail: { method: 'DELETE', path: '/api/thumbnail/{id}', answers: 'data' },
  getThumbnailImage: { method: 'GET', path: '/api/thumbnail/{id}/image', answers: 'file' },
  createThumbnail: { method: 'POST', path: '/api/thumbnail', answers: 'data' },
  checkThumbnailPaths: { method: 'GET', path: '/api/thumbnailPath', answers: 'data' },
  moveThumbnails: { method: 'PATCH', path: '/api/thumbnailPath', answers: 'data' },
  sweepThumbnailPaths: { method: 'DELETE', path: '/api/thumbnailPath', answers: 'data' },
  shareData: { method: 'POST', path: '/api/sharing', answers: 'data' },
  getAccess: { method: 'GET', path: '/api/access/{kind}/{id}', answers: 'data' },
  listAudit: { method: 'GET', path: '/api/audit', answers: 'data' },
  exportAudit: { method: 'GET', path: '/api/audit/export', answers: 'file' },
  getAlerts: { method: 'GET', path: '/api/alerts/{objectId}', answers: 'data' },
  getLightCurve: { method: 'GET', path: '/api/alerts_aux/{objectId}', answers: 'data' },
  getCutout: { method: 'GET', path: '/api/alerts_cutouts/{candid}', answers: 'file' },
  listCatalogs: { method: 'GET', path: '/api/catalogs', answers: 'data' },
  getCrossMatches: { method: 'GET', path: '/api/cross_matches/{objectId}', answers: 'data' },
  searchCatalog: { method: 'GET', path: '/api/catalogs/{name}/cone_search', answers: 'data' },
  getStreamStatus: { method: 'GET', path: '/api/internal/stream', answers: 'data' },
};
