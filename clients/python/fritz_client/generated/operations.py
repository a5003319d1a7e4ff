# Generated from the OpenAPI document by scripts/openapi.ts: do not edit.
"""One method for each operation of Fritz's API."""


class Operations:
    """Needs `call(method, path, params, body, is_file)` of whoever inherits from it."""

    def list_teams(self):
        """Teams: names for several groups, to narrow lists by"""
        return self.call('GET', ('api', 'teams',), {}, None, False)

    def create_team(self, body=None):
        """Make a team"""
        return self.call('POST', ('api', 'teams',), {}, body, False)

    def get_team(self, id):
        """One team

        id: The team
        """
        return self.call('GET', ('api', 'teams', id,), {}, None, False)

    def update_team(self, id, body=None):
        """Change what is named of a team; `group_ids` are all of its groups that you know of

        id: The team
        """
        return self.call('PUT', ('api', 'teams', id,), {}, body, False)

    def delete_team(self, id):
        """End a team; its groups stay

        id: The team
        """
        return self.call('DELETE', ('api', 'teams', id,), {}, None, False)

    def get_annotations_info(self, *, groupIDs=None):
        """Which origins and keys annotations of sources have, of those that the viewer sees

        groupIDs: Only what is for one of these groups, or for everybody
        """
        return self.call('GET', ('api', 'internal', 'annotations_info',), {'groupIDs': groupIDs}, None, False)

    def get_altdata_info(self):
        """Which keys the `altdata` of objects has, of those that the viewer sees"""
        return self.call('GET', ('api', 'internal', 'altdata_info',), {}, None, False)

    def get_wavelengths(self, *, filters):
        """The effective wavelengths of bands, in Å, in the order of the question

        filters: Names of bands, with commas between them
        """
        return self.call('GET', ('api', 'internal', 'wavelengths',), {'filters': filters}, None, False)

    def report_client_error(self, body=None):
        """A page tells of an error that it ran into"""
        return self.call('POST', ('api', 'internal', 'log',), {}, body, False)

    def list_logs(self):
        """The logs that can be read here: what pages told of since the server started"""
        return self.call('GET', ('api', 'internal', 'log',), {}, None, False)

    def get_log(self, name):
        """One of the logs, as lines of JSON"""
        return self.call('GET', ('api', 'internal', 'log', name,), {}, None, True)

    def annotate_from_catalog(self, id, service, body=None):
        """Annotate an object with what a catalog says of its place

        id: The object's name in its survey
        service: Which service it stands for
        """
        return self.call('POST', ('api', 'sources', id, 'annotations', service,), {}, body, False)

    def check_solar_system(self, id, body=None):
        """Whether an object is a known minor planet, by what its alerts say

        id: The object's name in its survey
        """
        return self.call('POST', ('api', 'sources', id, 'mpc',), {}, body, False)

    def draw_survey_thumbnails(self, body=None):
        """Have public surveys draw objects; here they do so whenever somebody looks"""
        return self.call('POST', ('api', 'internal', 'survey_thumbnail',), {}, body, False)

    def create_scan_report(self, body=None):
        """Make a report of what groups saved of the candidates of a time"""
        return self.call('POST', ('api', 'candidates', 'scan_reports',), {}, body, False)

    def list_scan_reports(self, *, page=None, pageNumber=None, numPerPage=None):
        """Reports of scanning, of the viewer's groups, newest first

        numPerPage: More than 500 is taken as 500
        """
        return self.call('GET', ('api', 'candidates', 'scan_reports',), {'page': page, 'pageNumber': pageNumber, 'numPerPage': numPerPage}, None, False)

    def delete_scan_report(self, id):
        """Delete a report: its author, and admins of its groups

        id: The report
        """
        return self.call('DELETE', ('api', 'candidates', 'scan_reports', id,), {}, None, False)

    def list_scan_report_items(self, id):
        """The objects of a report, with what the viewer sees of them as of when it was made

        id: The report
        """
        return self.call('GET', ('api', 'candidates', 'scan_reports', id, 'items',), {}, None, False)

    def update_scan_report_item(self, id, item_id, body=None):
        """Say something of an object in a report

        id: The report
        item_id: The item
        """
        return self.call('PATCH', ('api', 'candidates', 'scan_reports', id, 'items', item_id,), {}, body, False)

    def list_source_interests(self, id):
        """Who means to work on an object, first ones first

        id: The object's name in its survey
        """
        return self.call('GET', ('api', 'sources', id, 'interests',), {}, None, False)

    def add_source_interest(self, id, body=None):
        """Say that one means to work on an object: everyone who sees it is told

        id: The object's name in its survey
        """
        return self.call('POST', ('api', 'sources', id, 'interests',), {}, body, False)

    def remove_source_interest(self, id, interest_id):
        """Take back an interest of one's own

        id: The object's name in its survey
        interest_id: It
        """
        return self.call('DELETE', ('api', 'sources', id, 'interests', interest_id,), {}, None, False)

    def add_labels(self, id, body=None):
        """Note that one looked at an object, for these groups

        id: The object's name in its survey
        """
        return self.call('POST', ('api', 'sources', id, 'labels',), {}, body, False)

    def remove_labels(self, id, body=None):
        """Take that back

        id: The object's name in its survey
        """
        return self.call('DELETE', ('api', 'sources', id, 'labels',), {}, body, False)

    def cast_vote(self, id, body=None):
        """Vote on a classification; voting again changes the vote

        id: The classification
        """
        return self.call('POST', ('api', 'classification', 'votes', id,), {}, body, False)

    def withdraw_vote(self, id):
        """Take one’s vote on a classification back

        id: The classification
        """
        return self.call('DELETE', ('api', 'classification', 'votes', id,), {}, None, False)

    def create_classification(self, body=None):
        """Say what an object is, or of each in a list"""
        return self.call('POST', ('api', 'classification',), {}, body, False)

    def list_classifications(self, *, startDate=None, endDate=None, includeTaxonomy=None, pageNumber=None, numPerPage=None):
        """Classifications, in the order in which they were made

        startDate: Made then or later
        endDate: Made then or before
        includeTaxonomy: Whether each brings its taxonomy
        numPerPage: More than 500 is taken as 500
        """
        return self.call('GET', ('api', 'classification',), {'startDate': startDate, 'endDate': endDate, 'includeTaxonomy': includeTaxonomy, 'pageNumber': pageNumber, 'numPerPage': numPerPage}, None, False)

    def delete_classification(self, id, body=None):
        """Withdraw a classification: its history stays

        id: The classification
        """
        return self.call('DELETE', ('api', 'classification', id,), {}, body, False)

    def get_classification(self, id, *, includeTaxonomy=None):
        """One classification

        id: The classification
        includeTaxonomy: Whether each brings its taxonomy
        """
        return self.call('GET', ('api', 'classification', id,), {'includeTaxonomy': includeTaxonomy}, None, False)

    def update_classification(self, id, body=None):
        """Change a classification; what is not named stays, and how it was is kept

        id: The classification
        """
        return self.call('PUT', ('api', 'classification', id,), {}, body, False)

    def delete_obj_classifications(self, id, body=None):
        """Withdraw all of an object’s classifications that the viewer may withdraw

        id: The object's name in its survey
        """
        return self.call('DELETE', ('api', 'sources', id, 'classifications',), {}, body, False)

    def list_obj_classifications(self, id):
        """What is said of an object

        id: The object's name in its survey
        """
        return self.call('GET', ('api', 'sources', id, 'classifications',), {}, None, False)

    def get_classification_history(self, id):
        """What a classification said, version by version; of a withdrawn one, too

        id: The classification
        """
        return self.call('GET', ('api', 'classification', id, 'history',), {}, None, False)

    def list_classified_sources(self, *, startDate=None, endDate=None):
        """Names of the objects of which something is said

        startDate: Made then or later
        endDate: Made then or before
        """
        return self.call('GET', ('api', 'classification', 'sources',), {'startDate': startDate, 'endDate': endDate}, None, False)

    def create_taxonomy(self, body=None):
        """Post a version of a taxonomy"""
        return self.call('POST', ('api', 'taxonomy',), {}, body, False)

    def list_taxonomies(self):
        """The taxonomies of the viewer’s groups, by name, latest versions first"""
        return self.call('GET', ('api', 'taxonomy',), {}, None, False)

    def delete_taxonomy(self, id):
        """Delete a taxonomy by which nothing was ever said

        id: The taxonomy
        """
        return self.call('DELETE', ('api', 'taxonomy', id,), {}, None, False)

    def get_taxonomy(self, id):
        """One taxonomy

        id: The taxonomy
        """
        return self.call('GET', ('api', 'taxonomy', id,), {}, None, False)

    def update_taxonomy(self, id, body=None):
        """Change what is said of a taxonomy; what is not named stays

        id: The taxonomy
        """
        return self.call('PUT', ('api', 'taxonomy', id,), {}, body, False)

    def answer_analysis(self, token, body=None):
        """A service answers, once, at the address that it was given"""
        return self.call('POST', ('api', 'webhook', 'obj_analysis', token,), {}, body, False)

    def delete_analysis(self, id):
        """Delete an analysis; what still waits is not sent

        id: The analysis
        """
        return self.call('DELETE', ('api', 'obj', 'analysis', id,), {}, None, False)

    def get_analysis(self, id, *, objID=None, includeAnalysisData=None):
        """One analysis

        id: The analysis
        objID: The object's name in its survey
        includeAnalysisData: Whether to bring what came of it: results, plots, samples
        """
        return self.call('GET', ('api', 'obj', 'analysis', id,), {'objID': objID, 'includeAnalysisData': includeAnalysisData}, None, False)

    def get_analysis_corner(self, id):
        """Its samples as a corner plot, SVG, drawn here

        id: The analysis
        """
        return self.call('GET', ('api', 'obj', 'analysis', id, 'corner',), {}, None, True)

    def get_analysis_first_plot(self, id):
        """Its first plot

        id: The analysis
        """
        return self.call('GET', ('api', 'obj', 'analysis', id, 'plots',), {}, None, True)

    def get_analysis_plot(self, id, number):
        """One of its plots, as the service drew it; from 0

        id: The analysis
        """
        return self.call('GET', ('api', 'obj', 'analysis', id, 'plots', number,), {}, None, True)

    def get_analysis_results(self, id):
        """The results: JSON

        id: The analysis
        """
        return self.call('GET', ('api', 'obj', 'analysis', id, 'results',), {}, None, False)

    def list_analyses(self, *, objID=None, pageNumber=None, numPerPage=None):
        """Analyses, last asked for first

        objID: The object's name in its survey
        numPerPage: More than 500 is taken as 500
        """
        return self.call('GET', ('api', 'obj', 'analysis',), {'objID': objID, 'pageNumber': pageNumber, 'numPerPage': numPerPage}, None, False)

    def query_summaries(self, body=None):
        """Look for objects by what their summaries mean; needs a model outside"""
        return self.call('POST', ('api', 'summary_query',), {}, body, False)

    def start_analysis(self, objId, serviceId, body=None):
        """Ask a service to analyse an object

        objId: The object's name in its survey
        serviceId: The service
        """
        return self.call('POST', ('api', 'obj', objId, 'analysis', serviceId,), {}, body, False)

    def upload_analysis(self, objId, serviceId, body=None):
        """Upload the results of an analysis that was made elsewhere

        objId: The object's name in its survey
        serviceId: The service
        """
        return self.call('POST', ('api', 'obj', objId, 'analysis_upload', serviceId,), {}, body, False)

    def create_analysis_service(self, body=None):
        """Make a service known"""
        return self.call('POST', ('api', 'analysis_service',), {}, body, False)

    def list_analysis_services(self):
        """Services that analyse objects, by name"""
        return self.call('GET', ('api', 'analysis_service',), {}, None, False)

    def create_default_analysis(self, serviceId, body=None):
        """Ask a service by itself, for objects of which one of these classes is said

        serviceId: The service
        """
        return self.call('POST', ('api', 'analysis_service', serviceId, 'default_analysis',), {}, body, False)

    def list_default_analyses(self, serviceId):
        """What a service is asked for by itself

        serviceId: The service
        """
        return self.call('GET', ('api', 'analysis_service', serviceId, 'default_analysis',), {}, None, False)

    def delete_analysis_service(self, id):
        """Delete a service with its analyses

        id: The service
        """
        return self.call('DELETE', ('api', 'analysis_service', id,), {}, None, False)

    def get_analysis_service(self, id):
        """One service; never its secrets

        id: The service
        """
        return self.call('GET', ('api', 'analysis_service', id,), {}, None, False)

    def update_analysis_service(self, id, body=None):
        """Change a service; what is not named stays, its secrets too

        id: The service
        """
        return self.call('PATCH', ('api', 'analysis_service', id,), {}, body, False)

    def delete_default_analysis(self, serviceId, id):
        """Ask no more

        serviceId: The service
        id: The default analysis
        """
        return self.call('DELETE', ('api', 'analysis_service', serviceId, 'default_analysis', id,), {}, None, False)

    def get_default_analysis(self, serviceId, id):
        """One of them

        serviceId: The service
        id: The default analysis
        """
        return self.call('GET', ('api', 'analysis_service', serviceId, 'default_analysis', id,), {}, None, False)

    def update_default_analysis(self, serviceId, id, body=None):
        """Change it; what is not named stays

        serviceId: The service
        id: The default analysis
        """
        return self.call('PATCH', ('api', 'analysis_service', serviceId, 'default_analysis', id,), {}, body, False)

    def list_obj_summaries(self, id):
        """What was said of an object in a few sentences, last first: the first is in force

        id: The object's name in its survey
        """
        return self.call('GET', ('api', 'sources', id, 'summaries',), {}, None, False)

    def get_sysinfo(self):
        """What this server is; no login needed"""
        return self.call('GET', ('api', 'sysinfo',), {}, None, False)

    def get_config(self):
        """What a client needs to know of this installation"""
        return self.call('GET', ('api', 'config',), {}, None, False)

    def get_enum_types(self):
        """The words that fields with a fixed choice may have, by SkyPortal’s names of the lists"""
        return self.call('GET', ('api', 'enum_types',), {}, None, False)

    def get_db_stats(self):
        """How much there is; of tables with more than a million rows by estimate"""
        return self.call('GET', ('api', 'db_stats',), {}, None, False)

    def get_db_info(self):
        """Whether the viewer sees any source, and the version of PostgreSQL"""
        return self.call('GET', ('api', 'internal', 'dbinfo',), {}, None, False)

    def list_localizations(self, *, search=None, tag=None, startDate=None, endDate=None, pageNumber=None, numPerPage=None):
        """Sky maps, the newest events first

        search: A part of the name, an alias or a tag
        tag: With this tag
        startDate: It happened at this time or after
        endDate: It happened at this time or before
        numPerPage: More than 500 is taken as 500
        """
        return self.call('GET', ('api', 'localization',), {'search': search, 'tag': tag, 'startDate': startDate, 'endDate': endDate, 'pageNumber': pageNumber, 'numPerPage': numPerPage}, None, False)

    def create_localization(self, body=None):
        """Keep a sky map: a FITS file, cells, a circle, an ellipse or a polygon"""
        return self.call('POST', ('api', 'localization',), {}, body, False)

    def list_localization_tags(self):
        """Tags of sky maps"""
        return self.call('GET', ('api', 'localization', 'tags',), {}, None, False)

    def get_localization(self, dateobs, name):
        """One sky map, with its contours; the newest where there are several

        dateobs: When it happened, UTC; seconds will do
        name: The map's name, mostly that of its file
        """
        return self.call('GET', ('api', 'localization', dateobs, 'name', name,), {}, None, False)

    def delete_localization(self, dateobs, name):
        """Delete a sky map

        dateobs: When it happened, UTC; seconds will do
        name: The map's name, mostly that of its file
        """
        return self.call('DELETE', ('api', 'localization', dateobs, 'name', name,), {}, None, False)

    def download_localization(self, dateobs, name, *, format=None):
        """A sky map as a FITS file

        dateobs: When it happened, UTC; seconds will do
        name: The map's name, mostly that of its file
        format: Cells as they are, or a probability for each pixel
        """
        return self.call('GET', ('api', 'localization', dateobs, 'name', name, 'download',), {'format': format}, None, True)

    def download_localization_region(self, dateobs, name, *, percent=None, format=None):
        """A credible region as a MOC, which Aladin and TOPCAT read

        dateobs: When it happened, UTC; seconds will do
        name: The map's name, mostly that of its file
        percent: The credible region, per cent of the probability; 90 where none is said
        """
        return self.call('GET', ('api', 'localization', dateobs, 'name', name, 'moc',), {'percent': percent, 'format': format}, None, True)

    def get_localization_place(self, dateobs, name, *, ra, dec):
        """What a sky map says of a place: probability, credible region, distance

        dateobs: When it happened, UTC; seconds will do
        name: The map's name, mostly that of its file
        ra: ICRS, degrees
        dec: ICRS, degrees
        """
        return self.call('GET', ('api', 'localization', dateobs, 'name', name, 'place',), {'ra': ra, 'dec': dec}, None, False)

    def get_localization_cells(self, dateobs, name, *, most=None):
        """The cells of a sky map, to be drawn: as fine as so many of them can be

        dateobs: When it happened, UTC; seconds will do
        name: The map's name, mostly that of its file
        most: Cells at most
        """
        return self.call('GET', ('api', 'localization', dateobs, 'name', name, 'cells',), {'most': most}, None, False)

    def list_localization_objects(self, dateobs, name, *, kind=None, percent=None, firstDetectionAfter=None, firstDetectionBefore=None, limit=None):
        """Sources or candidates within a credible region, the most probable first

        dateobs: When it happened, UTC; seconds will do
        name: The map's name, mostly that of its file
        percent: The credible region, per cent of the probability; 90 where none is said
        firstDetectionAfter: First detected at this time or after, by the photometry that the viewer sees
        firstDetectionBefore: First detected before this time
        limit: The newest, if more
        """
        return self.call('GET', ('api', 'localization', dateobs, 'name', name, 'objects',), {'kind': kind, 'percent': percent, 'firstDetectionAfter': firstDetectionAfter, 'firstDetectionBefore': firstDetectionBefore, 'limit': limit}, None, False)

    def list_localization_galaxies(self, dateobs, name, *, catalog, percent=None, distanceColumn=None, weightColumn=None, limit=None):
        """Galaxies of a catalog within a credible region, the most probable hosts first

        dateobs: When it happened, UTC; seconds will do
        name: The map's name, mostly that of its file
        percent: The credible region, per cent of the probability; 90 where none is said
        distanceColumn: Mpc; where it is not known by its name
        weightColumn: What the probability is multiplied with, as mstar
        """
        return self.call('GET', ('api', 'localization', dateobs, 'name', name, 'galaxies',), {'catalog': catalog, 'percent': percent, 'distanceColumn': distanceColumn, 'weightColumn': weightColumn, 'limit': limit}, None, False)

    def list_object_localizations(self, objectId, *, limit=None):
        """Sky maps whose nine tenths hold an object, the newest events first

        objectId: The object's name in its survey
        """
        return self.call('GET', ('api', 'sources', objectId, 'localizations',), {'limit': limit}, None, False)

    def list_telescopes(self, *, name=None, latitudeMin=None, latitudeMax=None, longitudeMin=None, longitudeMax=None):
        """Telescopes, by name

        name: Exactly this name
        """
        return self.call('GET', ('api', 'telescope',), {'name': name, 'latitudeMin': latitudeMin, 'latitudeMax': latitudeMax, 'longitudeMin': longitudeMin, 'longitudeMax': longitudeMax}, None, False)

    def create_telescope(self, body=None):
        """Make a telescope"""
        return self.call('POST', ('api', 'telescope',), {}, body, False)

    def get_telescope(self, id):
        """One telescope with its instruments, and the allocations on them that the viewer sees

        id: The telescope
        """
        return self.call('GET', ('api', 'telescope', id,), {}, None, False)

    def update_telescope(self, id, body=None):
        """Change a telescope; what is not named stays

        id: The telescope
        """
        return self.call('PUT', ('api', 'telescope', id,), {}, body, False)

    def delete_telescope(self, id):
        """Delete a telescope that has no instruments

        id: The telescope
        """
        return self.call('DELETE', ('api', 'telescope', id,), {}, None, False)

    def list_instruments(self, *, name=None, includeGeoJSON=None, includeGeoJSONSummary=None, includeRegion=None):
        """Instruments with their telescopes, by name

        name: Exactly this name
        includeGeoJSON: Fields with their outlines
        includeGeoJSONSummary: Fields with one outline around each
        includeRegion: With the field of view
        """
        return self.call('GET', ('api', 'instrument',), {'name': name, 'includeGeoJSON': includeGeoJSON, 'includeGeoJSONSummary': includeGeoJSONSummary, 'includeRegion': includeRegion}, None, False)

    def create_instrument(self, body=None):
        """Make an instrument of a telescope"""
        return self.call('POST', ('api', 'instrument',), {}, body, False)

    def get_instrument(self, id, *, includeGeoJSON=None, includeGeoJSONSummary=None, includeRegion=None):
        """One instrument with its telescope, and how many fields its grid has

        id: The instrument
        includeGeoJSON: Fields with their outlines
        includeGeoJSONSummary: Fields with one outline around each
        includeRegion: With the field of view
        """
        return self.call('GET', ('api', 'instrument', id,), {'includeGeoJSON': includeGeoJSON, 'includeGeoJSONSummary': includeGeoJSONSummary, 'includeRegion': includeRegion}, None, False)

    def update_instrument(self, id, body=None):
        """Change an instrument; what is not named stays

        id: The instrument
        """
        return self.call('PUT', ('api', 'instrument', id,), {}, body, False)

    def delete_instrument(self, id):
        """Delete an instrument that nothing was made with

        id: The instrument
        """
        return self.call('DELETE', ('api', 'instrument', id,), {}, None, False)

    def delete_instrument_fields(self, id):
        """Delete the fields of an instrument's grid

        id: The instrument
        """
        return self.call('DELETE', ('api', 'instrument', id, 'fields',), {}, None, False)

    def update_instrument_status(self, id, body=None):
        """Note what the facility says of an instrument

        id: The instrument
        """
        return self.call('PUT', ('api', 'instrument', id, 'status',), {}, body, False)

    def get_instrument_logs(self, id, *, startDate, endDate):
        """Logs of an instrument that touch a span of time

        id: The instrument
        startDate: From
        endDate: To
        """
        return self.call('GET', ('api', 'instrument', id, 'log',), {'startDate': startDate, 'endDate': endDate}, None, False)

    def add_instrument_log(self, id, body=None):
        """Keep a log of an instrument; one of the same span is replaced

        id: The instrument
        """
        return self.call('POST', ('api', 'instrument', id, 'log',), {}, body, False)

    def fetch_instrument_log(self, id, *, startDate=None, endDate=None):
        """Have an instrument's interface give its logs: none here does, and the answer says so

        id: The allocation
        startDate: From
        endDate: To
        """
        return self.call('GET', ('api', 'instrument', id, 'external_api',), {'startDate': startDate, 'endDate': endDate}, None, False)

    def list_allocations(self, *, instrument_id=None, apiType=None):
        """Allocations of the viewer's groups, by instrument

        instrument_id: Only on this instrument
        apiType: Only on instruments that have such an interface
        """
        return self.call('GET', ('api', 'allocation',), {'instrument_id': instrument_id, 'apiType': apiType}, None, False)

    def create_allocation(self, body=None):
        """Make an allocation of one of the viewer's groups"""
        return self.call('POST', ('api', 'allocation',), {}, body, False)

    def get_allocation(self, id):
        """One allocation, with its group, its instrument and what the viewer may do with it

        id: The allocation
        """
        return self.call('GET', ('api', 'allocation', id,), {}, None, False)

    def update_allocation(self, id, body=None):
        """Change an allocation; what is not named stays, of its credentials too

        id: The allocation
        """
        return self.call('PUT', ('api', 'allocation', id,), {}, body, False)

    def delete_allocation(self, id):
        """Delete an allocation with its credentials

        id: The allocation
        """
        return self.call('DELETE', ('api', 'allocation', id,), {}, None, False)

    def get_allocation_report(self, instrument_id, *, output_format=None):
        """Hours by allocation on one instrument, as far as the viewer sees them: PDF or CSV

        instrument_id: The instrument
        """
        return self.call('GET', ('api', 'allocation', 'report', instrument_id,), {'output_format': output_format}, None, True)

    def redeem_login_link(self, *, code=None):
        """Redeem a one-time login link"""
        return self.call('GET', ('login',), {'code': code}, None, True)

    def login(self, body=None):
        """Log in with a token"""
        return self.call('POST', ('api', 'login',), {}, body, False)

    def logout(self):
        """End the browser session"""
        return self.call('POST', ('api', 'logout',), {}, None, False)

    def get_profile(self):
        """The viewer"""
        return self.call('GET', ('api', 'internal', 'profile',), {}, None, False)

    def update_profile(self, body=None):
        """Change one's own profile"""
        return self.call('PATCH', ('api', 'internal', 'profile',), {}, body, False)

    def list_login_providers(self):
        """Where one can sign in, and who may come; no login needed"""
        return self.call('GET', ('api', 'internal', 'login_providers',), {}, None, False)

    def start_sign_in(self, provider, *, next=None, invite_token=None, home=None):
        """Go to an OpenID Connect provider to sign in

        provider: The provider's id in the settings
        next: Path of this site to go to afterwards
        invite_token: An invitation's token, for who comes first
        home: Whether the browser was sent to the public address already
        """
        return self.call('GET', ('login', provider,), {'next': next, 'invite_token': invite_token, 'home': home}, None, True)

    def complete_sign_in(self, provider):
        """Where the provider leads back to

        provider: The provider's id in the settings
        """
        return self.call('GET', ('complete', provider,), {}, None, True)

    def list_sessions(self):
        """The viewer's open browser sessions, the present one first"""
        return self.call('GET', ('api', 'internal', 'sessions',), {}, None, False)

    def delete_other_sessions(self):
        """Log out everywhere else"""
        return self.call('DELETE', ('api', 'internal', 'sessions',), {}, None, False)

    def delete_session(self, id):
        """End one of the viewer’s sessions"""
        return self.call('DELETE', ('api', 'internal', 'sessions', id,), {}, None, False)

    def list_identities(self):
        """The providers’ accounts that the viewer signs in with"""
        return self.call('GET', ('api', 'internal', 'identities',), {}, None, False)

    def link_identity(self, body=None):
        """Begin to link a provider’s account to the viewer"""
        return self.call('POST', ('api', 'internal', 'identities',), {}, body, False)

    def unlink_identity(self, id):
        """Unlink a provider’s account; not the last way in

        id: The identity
        """
        return self.call('DELETE', ('api', 'internal', 'identities', id,), {}, None, False)

    def preview_invitation(self, *, token):
        """Who invites to what: for the holder of an invitation’s link; no login needed"""
        return self.call('GET', ('api', 'invitations', 'preview',), {'token': token}, None, False)

    def accept_invitation(self, body=None):
        """Take what an invitation gives, for who has an account already"""
        return self.call('POST', ('api', 'invitations', 'accept',), {}, body, False)

    def list_tokens(self, *, userID=None):
        """A user's tokens: the viewer's own, or, for admins, another's

        userID: Whose; needs `System admin` for another
        """
        return self.call('GET', ('api', 'internal', 'tokens',), {'userID': userID}, None, False)

    def create_token(self, body=None):
        """Make a token"""
        return self.call('POST', ('api', 'internal', 'tokens',), {}, body, False)

    def get_token(self, id):
        """One token, without its secret

        id: A token's id; the secret of one's own does, too
        """
        return self.call('GET', ('api', 'internal', 'tokens', id,), {}, None, False)

    def update_token(self, id, body=None):
        """Give a token another name, other permissions or another end

        id: A token's id; the secret of one's own does, too
        """
        return self.call('PUT', ('api', 'internal', 'tokens', id,), {}, body, False)

    def delete_token(self, id):
        """Revoke a token; sessions that were opened with it end, too

        id: A token's id; the secret of one's own does, too
        """
        return self.call('DELETE', ('api', 'internal', 'tokens', id,), {}, None, False)

    def list_users(self, *, pageNumber=None, numPerPage=None, firstName=None, lastName=None, username=None, email=None, role=None, acl=None, group=None, stream=None, includeExpired=None, sortBy=None, sortOrder=None):
        """Users, by name unless another order is asked for

        numPerPage: More than 1000 is taken as 1000
        firstName: The first name has this in it
        lastName: The last name has this in it
        username: The username has this in it
        email: The e-mail, as far as the viewer may know it, has this in it
        acl: Given beside the roles
        group: Name of a group of theirs
        stream: Name of a stream
        includeExpired: Also accounts that have ended or are deactivated
        """
        return self.call('GET', ('api', 'user',), {'pageNumber': pageNumber, 'numPerPage': numPerPage, 'firstName': firstName, 'lastName': lastName, 'username': username, 'email': email, 'role': role, 'acl': acl, 'group': group, 'stream': stream, 'includeExpired': includeExpired, 'sortBy': sortBy, 'sortOrder': sortOrder}, None, False)

    def create_user(self, body=None):
        """Make an account"""
        return self.call('POST', ('api', 'user',), {}, body, False)

    def get_user(self, id):
        """One user

        id: The user
        """
        return self.call('GET', ('api', 'user', id,), {}, None, False)

    def update_user(self, id, body=None):
        """Change, deactivate or activate an account

        id: The user
        """
        return self.call('PATCH', ('api', 'user', id,), {}, body, False)

    def delete_user(self, id):
        """Delete an account that made nothing; others are deactivated

        id: The user
        """
        return self.call('DELETE', ('api', 'user', id,), {}, None, False)

    def add_user_roles(self, id, body=None):
        """Give a user roles that carry no more than the key in hand

        id: The user
        """
        return self.call('POST', ('api', 'user', id, 'roles',), {}, body, False)

    def remove_user_role(self, id, role):
        """Take a role from a user

        id: The user
        """
        return self.call('DELETE', ('api', 'user', id, 'roles', role,), {}, None, False)

    def add_user_acls(self, id, body=None):
        """Give a user permissions that the key in hand has

        id: The user
        """
        return self.call('POST', ('api', 'user', id, 'acls',), {}, body, False)

    def remove_user_acl(self, id, acl):
        """Take a permission from a user that he has beside his roles

        id: The user
        """
        return self.call('DELETE', ('api', 'user', id, 'acls', acl,), {}, None, False)

    def list_roles(self):
        """Roles, and the permissions that they carry"""
        return self.call('GET', ('api', 'roles',), {}, None, False)

    def list_acls(self):
        """The names of all permissions"""
        return self.call('GET', ('api', 'acls',), {}, None, False)

    def list_invitations(self, *, includeUsed=None, pageNumber=None, numPerPage=None, email=None, group=None, stream=None, invitedBy=None):
        """The viewer's invitations, newest first; those of all with `System admin`

        includeUsed: Also those that were accepted or withdrawn
        numPerPage: More than 500 is taken as 500
        email: The e-mail has this in it
        group: Name of a group
        stream: Name of a stream
        invitedBy: The maker's username has this in it
        """
        return self.call('GET', ('api', 'invitations',), {'includeUsed': includeUsed, 'pageNumber': pageNumber, 'numPerPage': numPerPage, 'email': email, 'group': group, 'stream': stream, 'invitedBy': invitedBy}, None, False)

    def create_invitation(self, body=None):
        """Invite somebody by e-mail"""
        return self.call('POST', ('api', 'invitations',), {}, body, False)

    def update_invitation(self, id, body=None):
        """Change an invitation, or send it again

        id: The invitation
        """
        return self.call('PATCH', ('api', 'invitations', id,), {}, body, False)

    def delete_invitation(self, id):
        """Withdraw an invitation: its link is void

        id: The invitation
        """
        return self.call('DELETE', ('api', 'invitations', id,), {}, None, False)

    def list_groups(self, *, name=None, includeSingleUserGroups=None, includeObjectCounts=None):
        """Groups

        name: Only groups of this name
        includeSingleUserGroups: Whether `all_groups` has users' own groups, too
        includeObjectCounts: Whether each group tells how much it has
        """
        return self.call('GET', ('api', 'groups',), {'name': name, 'includeSingleUserGroups': includeSingleUserGroups, 'includeObjectCounts': includeObjectCounts}, None, False)

    def create_group(self, body=None):
        """Make a group; its maker is its admin"""
        return self.call('POST', ('api', 'groups',), {}, body, False)

    def get_public_group(self):
        """The group of all users"""
        return self.call('GET', ('api', 'groups', 'public',), {}, None, False)

    def get_group(self, id, *, includeGroupUsers=None):
        """One group, with its members, streams and filters, and what the viewer may do there

        id: The group
        includeGroupUsers: Whether to list its members
        """
        return self.call('GET', ('api', 'groups', id,), {'includeGroupUsers': includeGroupUsers}, None, False)

    def update_group(self, id, body=None):
        """Change a group; what is not named stays

        id: The group
        """
        return self.call('PUT', ('api', 'groups', id,), {}, body, False)

    def delete_group(self, id):
        """Delete a group with its filters, their candidates and its list of saved objects

        id: The group
        """
        return self.call('DELETE', ('api', 'groups', id,), {}, None, False)

    def add_group_user(self, id, body=None):
        """Add a user to a group, all of whose streams he may read

        id: The group
        """
        return self.call('POST', ('api', 'groups', id, 'users',), {}, body, False)

    def update_group_user(self, id, body=None):
        """Change what a member may do; the last admin stays one

        id: The group
        """
        return self.call('PATCH', ('api', 'groups', id, 'users',), {}, body, False)

    def remove_group_user(self, id, user_id):
        """Take a user out of a group, or leave it

        id: The group
        user_id: The user
        """
        return self.call('DELETE', ('api', 'groups', id, 'users', user_id,), {}, None, False)

    def add_users_from_groups(self, id, body=None):
        """Add the members of other groups, all of them or none

        id: The group
        """
        return self.call('POST', ('api', 'groups', id, 'usersFromGroups',), {}, body, False)

    def add_group_stream(self, id, body=None):
        """Let the filters of a group read a stream that all its members may read

        id: The group
        """
        return self.call('POST', ('api', 'groups', id, 'streams',), {}, body, False)

    def remove_group_stream(self, id, stream_id):
        """Take a stream from a group none of whose filters reads it

        id: The group
        stream_id: The stream
        """
        return self.call('DELETE', ('api', 'groups', id, 'streams', stream_id,), {}, None, False)

    def list_admission_requests(self, *, groupID=None):
        """The viewer's requests to join groups, and those to the groups that he manages

        groupID: Only those to this group
        """
        return self.call('GET', ('api', 'group_admission_requests',), {'groupID': groupID}, None, False)

    def create_admission_request(self, body=None):
        """Ask to join a group, all of whose streams one may read"""
        return self.call('POST', ('api', 'group_admission_requests',), {}, body, False)

    def get_admission_request(self, id):
        """One request to join a group

        id: The request
        """
        return self.call('GET', ('api', 'group_admission_requests', id,), {}, None, False)

    def update_admission_request(self, id, body=None):
        """Accept or decline a request; who is accepted is a member

        id: The request
        """
        return self.call('PATCH', ('api', 'group_admission_requests', id,), {}, body, False)

    def delete_admission_request(self, id):
        """Withdraw a request of one’s own

        id: The request
        """
        return self.call('DELETE', ('api', 'group_admission_requests', id,), {}, None, False)

    def list_streams(self):
        """The streams that the viewer may read, or may join"""
        return self.call('GET', ('api', 'streams',), {}, None, False)

    def create_stream(self, body=None):
        """Make a stream: some programmes of a survey"""
        return self.call('POST', ('api', 'streams',), {}, body, False)

    def get_stream(self, id):
        """One stream; for the system's admins with those who read it

        id: The stream
        """
        return self.call('GET', ('api', 'streams', id,), {}, None, False)

    def update_stream(self, id, body=None):
        """Change a stream; a programme that it loses closes at once

        id: The stream
        """
        return self.call('PATCH', ('api', 'streams', id,), {}, body, False)

    def delete_stream(self, id):
        """Delete a stream that no filter reads; what it alone gave access to closes at once

        id: The stream
        """
        return self.call('DELETE', ('api', 'streams', id,), {}, None, False)

    def add_stream_user(self, id, body=None):
        """Let a user read a stream

        id: The stream
        """
        return self.call('POST', ('api', 'streams', id, 'users',), {}, body, False)

    def remove_stream_user(self, id, user_id):
        """Take a stream from a user none of whose groups reads it

        id: The stream
        user_id: The user
        """
        return self.call('DELETE', ('api', 'streams', id, 'users', user_id,), {}, None, False)

    def list_filters(self, *, groupIDs=None):
        """The filters that the viewer may see

        groupIDs: Only those of these groups
        """
        return self.call('GET', ('api', 'filters',), {'groupIDs': groupIDs}, None, False)

    def create_filter(self, body=None):
        """Make a filter of a group; it runs when it has a version"""
        return self.call('POST', ('api', 'filters',), {}, body, False)

    def update_filter_by_id(self, body=None):
        """Change a filter's version or settings, as Kowalski's clients do"""
        return self.call('PATCH', ('api', 'filters',), {}, body, False)

    def get_filter(self, id):
        """One filter

        id: The filter
        """
        return self.call('GET', ('api', 'filters', id,), {}, None, False)

    def update_filter(self, id, body=None):
        """Rename a filter, or change its settings

        id: The filter
        """
        return self.call('PATCH', ('api', 'filters', id,), {}, body, False)

    def delete_filter(self, id):
        """Delete a filter, its versions and its candidates (admins of its group)

        id: The filter
        """
        return self.call('DELETE', ('api', 'filters', id,), {}, None, False)

    def get_filter_versions(self, id):
        """A filter with its versions

        id: The filter
        """
        return self.call('GET', ('api', 'filters', id, 'v',), {}, None, False)

    def create_filter_version(self, id, body=None):
        """Save a new version of a filter and make it the active one

        id: The filter
        """
        return self.call('POST', ('api', 'filters', id, 'v',), {}, body, False)

    def update_filter_versions(self, id, body=None):
        """Switch a filter on or off, to another version, or change its settings

        id: The filter
        """
        return self.call('PATCH', ('api', 'filters', id, 'v',), {}, body, False)

    def test_filter(self, id, body=None):
        """What a filter passes of past alerts, as of then

        id: The filter
        """
        return self.call('POST', ('api', 'filters', id, 'test',), {}, body, False)

    def explain_filter(self, id, body=None, *, candid=None, objectId=None):
        """Why an alert passes a filter, or does not: stage by stage

        id: The filter
        candid: The alert
        objectId: Or the newest alert of this object
        """
        return self.call('POST', ('api', 'filters', id, 'explain',), {'candid': candid, 'objectId': objectId}, body, False)

    def run_funnel(self, id, body=None):
        """How many alerts of a night survive each stage and condition of a filter

        id: The filter
        """
        return self.call('POST', ('api', 'filters', id, 'funnel',), {}, body, False)

    def run_diff(self, id, body=None):
        """Which alerts of a night one version passes and another does not

        id: The filter
        """
        return self.call('POST', ('api', 'filters', id, 'diff',), {}, body, False)

    def get_filter_fields(self, id):
        """The fields of the documents that a filter sees

        id: The filter
        """
        return self.call('GET', ('api', 'filters', id, 'fields',), {}, None, False)

    def list_candidates(self, *, startDate=None, endDate=None, groupIDs=None, filterIDs=None, savedStatus=None, pageNumber=None, numPerPage=None, classifications=None, classificationsReject=None, minRedshift=None, maxRedshift=None, listName=None, listNameReject=None, hideClassified=None, hideScannedByOthers=None, minAbsGalacticLatitude=None, annotationFilterList=None, annotationExcludeOrigin=None, annotationExcludeOutdatedDate=None, sortByAnnotationOrigin=None, sortByAnnotationKey=None, sortByAnnotationOrder=None, photometryAnnotationsFilter=None, photometryAnnotationsFilterOrigin=None, photometryAnnotationsFilterBefore=None, photometryAnnotationsFilterAfter=None, photometryAnnotationsFilterMinCount=None, firstDetectionAfter=None, lastDetectionBefore=None, numberDetections=None, excludeForcedPhotometry=None, ignoreForcedPhotometry=None, requireDetections=None, localizationDateobs=None, localizationName=None, localizationCumprob=None, includePhotometry=None, includeThumbnails=None, includeComments=None, includeSpectra=None, autosave=None, queryID=None, cursor=None, sortOrder=None):
        """Objects that passed filters, newest first

        startDate: Passed at or after
        endDate: Passed before
        groupIDs: Through filters of these groups
        filterIDs: Through these filters
        numPerPage: More than 500 is taken as 500
        classifications: Classified as one of these; several with commas
        classificationsReject: Classified as none of these; several with commas
        minRedshift: Redshift of at least this
        maxRedshift: Redshift of at most this
        listName: On this list of the viewer’s, e.g. favorites
        listNameReject: Not on this list of his, e.g. rejected_candidates
        hideClassified: Without those that people have classified
        hideScannedByOthers: Without those that others of the viewer’s groups scanned
        minAbsGalacticLatitude: Degrees from the Galactic plane
        annotationFilterList: JSON objects with commas between them: {origin, key, value}, or {origin, key, min, max} of numbers; all are fulfilled. A filter’s origin is `group:filter`
        annotationExcludeOrigin: Without an annotation of this origin
        annotationExcludeOutdatedDate: Annotations that were changed before this do not count there
        sortByAnnotationOrigin: Sorted by a value of annotations of this origin
        sortByAnnotationKey: By which
        photometryAnnotationsFilter: Points of photometry are annotated so: `key`, or `key: value: operator` with lt, le, eq, ne, ge, gt; several with commas
        photometryAnnotationsFilterOrigin: By these origins; several with commas
        photometryAnnotationsFilterBefore: At or before
        photometryAnnotationsFilterAfter: At or after
        firstDetectionAfter: First detected at or after; by the points that the viewer sees, S/N > 3
        lastDetectionBefore: Last detected at or before
        numberDetections: Detected at least so often
        excludeForcedPhotometry: Forced photometry is no detection
        ignoreForcedPhotometry: The same
        requireDetections: Of searches in localizations; changes nothing else
        localizationDateobs: Within a sky map: when its event happened; goes with localizationName
        localizationName: The name of the sky map
        localizationCumprob: Within the credible region of this probability; 0.95 where none is said
        includeSpectra: With their points; more than 500 in all are refused
        autosave: Refused where true: GET saves nothing
        queryID: As the first page gave it: what passed since does not shift the pages
        cursor: As the page before gave it, in place of a page number
        """
        return self.call('GET', ('api', 'candidates',), {'startDate': startDate, 'endDate': endDate, 'groupIDs': groupIDs, 'filterIDs': filterIDs, 'savedStatus': savedStatus, 'pageNumber': pageNumber, 'numPerPage': numPerPage, 'classifications': classifications, 'classificationsReject': classificationsReject, 'minRedshift': minRedshift, 'maxRedshift': maxRedshift, 'listName': listName, 'listNameReject': listNameReject, 'hideClassified': hideClassified, 'hideScannedByOthers': hideScannedByOthers, 'minAbsGalacticLatitude': minAbsGalacticLatitude, 'annotationFilterList': annotationFilterList, 'annotationExcludeOrigin': annotationExcludeOrigin, 'annotationExcludeOutdatedDate': annotationExcludeOutdatedDate, 'sortByAnnotationOrigin': sortByAnnotationOrigin, 'sortByAnnotationKey': sortByAnnotationKey, 'sortByAnnotationOrder': sortByAnnotationOrder, 'photometryAnnotationsFilter': photometryAnnotationsFilter, 'photometryAnnotationsFilterOrigin': photometryAnnotationsFilterOrigin, 'photometryAnnotationsFilterBefore': photometryAnnotationsFilterBefore, 'photometryAnnotationsFilterAfter': photometryAnnotationsFilterAfter, 'photometryAnnotationsFilterMinCount': photometryAnnotationsFilterMinCount, 'firstDetectionAfter': firstDetectionAfter, 'lastDetectionBefore': lastDetectionBefore, 'numberDetections': numberDetections, 'excludeForcedPhotometry': excludeForcedPhotometry, 'ignoreForcedPhotometry': ignoreForcedPhotometry, 'requireDetections': requireDetections, 'localizationDateobs': localizationDateobs, 'localizationName': localizationName, 'localizationCumprob': localizationCumprob, 'includePhotometry': includePhotometry, 'includeThumbnails': includeThumbnails, 'includeComments': includeComments, 'includeSpectra': includeSpectra, 'autosave': autosave, 'queryID': queryID, 'cursor': cursor, 'sortOrder': sortOrder}, None, False)

    def create_candidate(self, body=None):
        """Post that an object passed filters, as a broker does"""
        return self.call('POST', ('api', 'candidates',), {}, body, False)

    def get_candidate(self, objId, *, includePhotometry=None, includeThumbnails=None, includeComments=None, includeSpectra=None, includeAlerts=None):
        """One object that passed filters

        objId: The object's name in its survey
        includeSpectra: With their points; more than 500 in all are refused
        """
        return self.call('GET', ('api', 'candidates', objId,), {'includePhotometry': includePhotometry, 'includeThumbnails': includeThumbnails, 'includeComments': includeComments, 'includeSpectra': includeSpectra, 'includeAlerts': includeAlerts}, None, False)

    def delete_candidate(self, objId, filterId):
        """Delete everything that an object passed of one filter

        objId: The object's name in its survey
        filterId: The filter
        """
        return self.call('DELETE', ('api', 'candidates', objId, filterId,), {}, None, False)

    def list_candidate_rows(self, *, startDate=None, endDate=None, groupIDs=None, filterIDs=None, savedStatus=None, pageNumber=None, numPerPage=None):
        """What passed, one row each, the oldest first

        startDate: Passed at or after
        endDate: Passed before
        groupIDs: Through filters of these groups
        filterIDs: Through these filters
        numPerPage: More than 500 is taken as 500
        """
        return self.call('GET', ('api', 'candidates_filter',), {'startDate': startDate, 'endDate': endDate, 'groupIDs': groupIDs, 'filterIDs': filterIDs, 'savedStatus': savedStatus, 'pageNumber': pageNumber, 'numPerPage': numPerPage}, None, False)

    def bulk_delete_candidates(self, body=None):
        """Delete objects that passed long ago and with which nobody did anything, oldest first"""
        return self.call('POST', ('api', 'candidates', 'bulk_delete',), {}, body, False)

    def search_everything(self, *, q, limit=None, radius=None):
        """Objects by the beginning of a name, an alias, a TNS name or an alert’s number, or at a place

        q: What was typed
        radius: Arcsec
        """
        return self.call('GET', ('api', 'internal', 'search',), {'q': q, 'limit': limit, 'radius': radius}, None, False)

    def list_sources(self, *, ra=None, dec=None, radius=None, sourceID=None, rejectedSourceIDs=None, alias=None, origin=None, simbadClass=None, TNSname=None, hasTNSname=None, hasNoTNSname=None, hasBeenLabelled=None, hasNotBeenLabelled=None, currentUserLabeller=None, group_ids=None, savedStatus=None, requestedOnly=None, pendingOnly=None, savedBy=None, savedBefore=None, savedAfter=None, createdOrModifiedAfter=None, startDate=None, endDate=None, lastDetectedAfter=None, numberDetections=None, excludeForcedPhotometry=None, minRedshift=None, maxRedshift=None, minPeakMagnitude=None, maxPeakMagnitude=None, minLatestMagnitude=None, maxLatestMagnitude=None, classifications=None, classifications_simul=None, nonclassifications=None, unclassified=None, minClassificationProbability=None, maxClassificationProbability=None, annotationsFilter=None, annotationsFilterOrigin=None, annotationsFilterBefore=None, annotationsFilterAfter=None, commentsFilter=None, commentsFilterAuthor=None, commentsFilterBefore=None, commentsFilterAfter=None, hasSpectrum=None, hasNoSpectrum=None, hasSpectrumAfter=None, hasSpectrumBefore=None, tags=None, withoutTags=None, minSpectra=None, minComments=None, hasFollowupRequest=None, followupRequestStatus=None, localizationDateobs=None, localizationName=None, localizationCumprob=None, listName=None, includePhotometry=None, includePhotometryExists=None, includeDetectionStats=None, includeComments=None, includeCommentExists=None, includePeriodExists=None, includeSpectrumExists=None, includeAnalyses=None, includeThumbnails=None, includeLabellers=None, includeColorMagnitude=None, includeCounts=None, includeRequested=None, deduplicatePhotometry=None, saveSummary=None, includeGeoJSON=None, includeHosts=None, removeNested=None, sortBy=None, sortAnnotation=None, sortOrder=None, pageNumber=None, numPerPage=None, cursor=None):
        """Saved objects, last saved first where nothing else is asked for

        ra: ICRS, degrees
        dec: ICRS, degrees
        radius: Degrees
        sourceID: A part of its name, of its name in the TNS or of an alias
        rejectedSourceIDs: Not these; with commas between them
        alias: One of its aliases is this
        origin: A part of its origin
        simbadClass: `altdata.simbad.class` is this, in whatever case
        TNSname: A part of its name in the TNS
        hasTNSname: It has a name in the TNS
        hasNoTNSname: It has none
        hasBeenLabelled: Somebody looked at it
        hasNotBeenLabelled: Nobody looked at it
        currentUserLabeller: Of who looked at it only the viewer counts
        group_ids: Saved to one of these groups
        savedStatus: Other than saved to one of the selected groups: `all` is every object
        requestedOnly: Not saved yet: only asked to be
        pendingOnly: The same
        savedBy: Saved by one of these users
        savedBefore: Saved at this time or before
        savedAfter: Saved at this time or after
        createdOrModifiedAfter: Came here or was changed after this time
        startDate: First detected at this time or after
        endDate: Last detected at this time or before
        lastDetectedAfter: Last detected at this time or after
        numberDetections: At least so many
        excludeForcedPhotometry: Forced points are no detections
        minRedshift: At least
        maxRedshift: At most
        minPeakMagnitude: As bright at its peak or brighter; AB
        maxPeakMagnitude: As faint at its peak or fainter
        minLatestMagnitude: As bright when it was last detected or brighter
        maxLatestMagnitude: As faint when it was last detected or fainter
        classifications: `taxonomy: class`, with commas between them: one of them
        classifications_simul: All of them
        nonclassifications: None of these
        unclassified: No person said what it is
        minClassificationProbability: Of `classifications` only those of at least this count
        maxClassificationProbability: Only those of at most this
        annotationsFilter: `key`, or `key:value:op` with op lt, le, eq, ne, ge or gt
        annotationsFilterOrigin: Of these origins
        annotationsFilterBefore: Made at this time or before
        annotationsFilterAfter: Made at this time or after
        commentsFilter: A comment has one of these in it
        commentsFilterAuthor: By one of these users
        commentsFilterBefore: Made at this time or before
        commentsFilterAfter: Made at this time or after
        hasSpectrum: It has a spectrum that the viewer sees
        hasNoSpectrum: It has none
        hasSpectrumAfter: A spectrum of it was taken at this time or after
        hasSpectrumBefore: A spectrum of it was taken at this time or before
        tags: One of these tags
        withoutTags: None of these
        minSpectra: So many spectra or more
        minComments: So many comments or more
        hasFollowupRequest: Follow-up was asked for that the viewer sees
        followupRequestStatus: The same, with a part of what its status says
        localizationDateobs: Within a sky map: when its event happened; goes with localizationName
        localizationName: The name of the sky map
        localizationCumprob: Within the credible region of this probability; 0.95 where none is said
        listName: On this list of the viewer's
        includePhotometry: Its points, magnitudes and fluxes
        includePhotometryExists: Whether it has photometry that the viewer sees
        includeDetectionStats: Statistics of its light curve, of the viewer's points
        includeComments: Its comments
        includeCommentExists: Whether it has comments
        includePeriodExists: Whether an annotation tells a period
        includeSpectrumExists: Whether it has spectra
        includeAnalyses: Its analyses, the last asked for first
        includeThumbnails: Its small pictures
        includeLabellers: Who looked at it
        includeColorMagnitude: Colours and absolute magnitudes, of annotations
        includeCounts: How many spectra and comments it has that the viewer sees
        includeRequested: Groups that are asked to save it, too
        deduplicatePhotometry: Of points of one time and band the newest
        saveSummary: Which group saved what, and when, in place of the objects
        includeGeoJSON: The places besides, as GeoJSON
        includeHosts: Hosts are always told
        removeNested: Without classifications, annotations, groups and the like
        sortAnnotation: With `sortBy=annotation`: `origin/key`, of a number; the key begins at the last slash
        sortOrder: desc where it is sorted by a time, else asc; what is missing comes last
        numPerPage: More than 500 is taken as 500
        cursor: Where the page before ended, in place of a page number: skips and repeats nothing
        """
        return self.call('GET', ('api', 'sources',), {'ra': ra, 'dec': dec, 'radius': radius, 'sourceID': sourceID, 'rejectedSourceIDs': rejectedSourceIDs, 'alias': alias, 'origin': origin, 'simbadClass': simbadClass, 'TNSname': TNSname, 'hasTNSname': hasTNSname, 'hasNoTNSname': hasNoTNSname, 'hasBeenLabelled': hasBeenLabelled, 'hasNotBeenLabelled': hasNotBeenLabelled, 'currentUserLabeller': currentUserLabeller, 'group_ids': group_ids, 'savedStatus': savedStatus, 'requestedOnly': requestedOnly, 'pendingOnly': pendingOnly, 'savedBy': savedBy, 'savedBefore': savedBefore, 'savedAfter': savedAfter, 'createdOrModifiedAfter': createdOrModifiedAfter, 'startDate': startDate, 'endDate': endDate, 'lastDetectedAfter': lastDetectedAfter, 'numberDetections': numberDetections, 'excludeForcedPhotometry': excludeForcedPhotometry, 'minRedshift': minRedshift, 'maxRedshift': maxRedshift, 'minPeakMagnitude': minPeakMagnitude, 'maxPeakMagnitude': maxPeakMagnitude, 'minLatestMagnitude': minLatestMagnitude, 'maxLatestMagnitude': maxLatestMagnitude, 'classifications': classifications, 'classifications_simul': classifications_simul, 'nonclassifications': nonclassifications, 'unclassified': unclassified, 'minClassificationProbability': minClassificationProbability, 'maxClassificationProbability': maxClassificationProbability, 'annotationsFilter': annotationsFilter, 'annotationsFilterOrigin': annotationsFilterOrigin, 'annotationsFilterBefore': annotationsFilterBefore, 'annotationsFilterAfter': annotationsFilterAfter, 'commentsFilter': commentsFilter, 'commentsFilterAuthor': commentsFilterAuthor, 'commentsFilterBefore': commentsFilterBefore, 'commentsFilterAfter': commentsFilterAfter, 'hasSpectrum': hasSpectrum, 'hasNoSpectrum': hasNoSpectrum, 'hasSpectrumAfter': hasSpectrumAfter, 'hasSpectrumBefore': hasSpectrumBefore, 'tags': tags, 'withoutTags': withoutTags, 'minSpectra': minSpectra, 'minComments': minComments, 'hasFollowupRequest': hasFollowupRequest, 'followupRequestStatus': followupRequestStatus, 'localizationDateobs': localizationDateobs, 'localizationName': localizationName, 'localizationCumprob': localizationCumprob, 'listName': listName, 'includePhotometry': includePhotometry, 'includePhotometryExists': includePhotometryExists, 'includeDetectionStats': includeDetectionStats, 'includeComments': includeComments, 'includeCommentExists': includeCommentExists, 'includePeriodExists': includePeriodExists, 'includeSpectrumExists': includeSpectrumExists, 'includeAnalyses': includeAnalyses, 'includeThumbnails': includeThumbnails, 'includeLabellers': includeLabellers, 'includeColorMagnitude': includeColorMagnitude, 'includeCounts': includeCounts, 'includeRequested': includeRequested, 'deduplicatePhotometry': deduplicatePhotometry, 'saveSummary': saveSummary, 'includeGeoJSON': includeGeoJSON, 'includeHosts': includeHosts, 'removeNested': removeNested, 'sortBy': sortBy, 'sortAnnotation': sortAnnotation, 'sortOrder': sortOrder, 'pageNumber': pageNumber, 'numPerPage': numPerPage, 'cursor': cursor}, None, False)

    def save_source(self, body=None):
        """Save an object to groups, which is made where there is none and its place is given"""
        return self.call('POST', ('api', 'sources',), {}, body, False)

    def get_source(self, id, *, includePhotometry=None, includePhotometryExists=None, includeDetectionStats=None, includeComments=None, includeCommentExists=None, includePeriodExists=None, includeSpectrumExists=None, includeAnalyses=None, includeThumbnails=None, includeLabellers=None, includeColorMagnitude=None, includeCounts=None, includeRequested=None, deduplicatePhotometry=None, includeCandidates=None, requestedOnly=None):
        """One object that the viewer may see, saved or not

        id: The object's name in its survey
        includePhotometry: Its points, magnitudes and fluxes
        includePhotometryExists: Whether it has photometry that the viewer sees
        includeDetectionStats: Statistics of its light curve, of the viewer's points
        includeComments: Its comments
        includeCommentExists: Whether it has comments
        includePeriodExists: Whether an annotation tells a period
        includeSpectrumExists: Whether it has spectra
        includeAnalyses: Its analyses, the last asked for first
        includeThumbnails: Its small pictures
        includeLabellers: Who looked at it
        includeColorMagnitude: Colours and absolute magnitudes, of annotations
        includeCounts: How many spectra and comments it has that the viewer sees
        includeRequested: Groups that are asked to save it, too
        deduplicatePhotometry: Of points of one time and band the newest
        includeCandidates: Where it passed filters
        requestedOnly: Only groups that are asked
        """
        return self.call('GET', ('api', 'sources', id,), {'includePhotometry': includePhotometry, 'includePhotometryExists': includePhotometryExists, 'includeDetectionStats': includeDetectionStats, 'includeComments': includeComments, 'includeCommentExists': includeCommentExists, 'includePeriodExists': includePeriodExists, 'includeSpectrumExists': includeSpectrumExists, 'includeAnalyses': includeAnalyses, 'includeThumbnails': includeThumbnails, 'includeLabellers': includeLabellers, 'includeColorMagnitude': includeColorMagnitude, 'includeCounts': includeCounts, 'includeRequested': includeRequested, 'deduplicatePhotometry': deduplicatePhotometry, 'includeCandidates': includeCandidates, 'requestedOnly': requestedOnly}, None, False)

    def unsave_source(self, id, body=None):
        """Remove an object from a group: it stays, unsaved

        id: The object's name in its survey
        """
        return self.call('DELETE', ('api', 'sources', id,), {}, body, False)

    def update_source(self, id, body=None):
        """Change what is said of an object; what is not named stays

        id: The object's name in its survey
        """
        return self.call('PATCH', ('api', 'sources', id,), {}, body, False)

    def change_source_groups(self, body=None):
        """Save an object to some groups, ask others to save it, and remove it from others"""
        return self.call('POST', ('api', 'source_groups',), {}, body, False)

    def list_object_links(self, id):
        """Objects of other surveys that are taken for the same, the nearest first

        id: The object's name in its survey
        """
        return self.call('GET', ('api', 'sources', id, 'links',), {}, None, False)

    def link_object(self, id, body=None):
        """Take an object of another survey for the same, or again

        id: The object's name in its survey
        """
        return self.call('POST', ('api', 'sources', id, 'links',), {}, body, False)

    def unlink_object(self, id, obj_id, *, reason=None):
        """Take an object of another survey no longer for the same; it stays so

        id: The object's name in its survey
        obj_id: The object's name in its survey
        reason: Why, for others
        """
        return self.call('DELETE', ('api', 'sources', id, 'links', obj_id,), {'reason': reason}, None, False)

    def update_source_group(self, id, body=None):
        """Accept or decline what a group was asked for, or unsave

        id: The object's name in its survey
        """
        return self.call('PATCH', ('api', 'source_groups', id,), {}, body, False)

    def source_exists(self, id, *, ra=None, dec=None, radius=None):
        """Whether there is an object of this name, or around a place, that the viewer sees

        id: The object's name in its survey
        ra: ICRS, degrees
        dec: ICRS, degrees
        radius: Degrees
        """
        return self.call('GET', ('api', 'source_exists', id,), {'ra': ra, 'dec': dec, 'radius': radius}, None, False)

    def source_exists_at(self, *, ra=None, dec=None, radius=None):
        """Whether there is an object around a place that the viewer sees

        ra: ICRS, degrees
        dec: ICRS, degrees
        radius: Degrees
        """
        return self.call('GET', ('api', 'source_exists',), {'ra': ra, 'dec': dec, 'radius': radius}, None, False)

    def list_source_groups(self, id):
        """The viewer's groups that have saved an object, or are asked to

        id: The object's name in its survey
        """
        return self.call('GET', ('api', 'sources', id, 'groups',), {}, None, False)

    def get_source_position(self, id):
        """Where an object is by its detections, weighed by their signal to noise

        id: The object's name in its survey
        """
        return self.call('GET', ('api', 'sources', id, 'position',), {}, None, False)

    def get_source_color_mag(self, id, *, catalog=None, apparentMagKey=None, parallaxKey=None, absorptionKey=None, absoluteMagKey=None, blueMagKey=None, redMagKey=None, colorKey=None):
        """Colours and absolute magnitudes that a catalog's annotations tell; Gaia's unless said

        id: The object's name in its survey
        catalog: A part of the origin of the annotation
        apparentMagKey: Mag_G
        parallaxKey: Plx, mas
        absorptionKey: A_G
        absoluteMagKey: In place of an apparent magnitude and a parallax
        blueMagKey: Mag_Bp
        redMagKey: Mag_Rp
        colorKey: In place of two magnitudes
        """
        return self.call('GET', ('api', 'sources', id, 'color_mag',), {'catalog': catalog, 'apparentMagKey': apparentMagKey, 'parallaxKey': parallaxKey, 'absorptionKey': absorptionKey, 'absoluteMagKey': absoluteMagKey, 'blueMagKey': blueMagKey, 'redMagKey': redMagKey, 'colorKey': colorKey}, None, False)

    def get_source_tns(self, id):
        """What is known here of an object from the Transient Name Server

        id: The object's name in its survey
        """
        return self.call('GET', ('api', 'sources', id, 'tns',), {}, None, False)

    def set_source_host(self, id, body=None):
        """Name the galaxy that an object is in: one of its neighbours in the catalogs

        id: The object's name in its survey
        """
        return self.call('POST', ('api', 'sources', id, 'host',), {}, body, False)

    def remove_source_host(self, id):
        """Name no galaxy any more

        id: The object's name in its survey
        """
        return self.call('DELETE', ('api', 'sources', id, 'host',), {}, None, False)

    def delete_obj(self, id):
        """Delete an object with everything that hangs on it

        id: The object's name in its survey
        """
        return self.call('DELETE', ('api', 'objs', id,), {}, None, False)

    def list_super_objs(self, *, name=None, isRoid=None, objID=None, pageNumber=None, numPerPage=None):
        """Objects that are one thing in the sky, the newest first

        name: A part of the name
        objID: The object's name in its survey
        """
        return self.call('GET', ('api', 'super_objs',), {'name': name, 'isRoid': isRoid, 'objID': objID, 'pageNumber': pageNumber, 'numPerPage': numPerPage}, None, False)

    def create_super_obj(self, body=None):
        """Say that objects are one thing"""
        return self.call('POST', ('api', 'super_objs',), {}, body, False)

    def get_super_obj(self, id):
        """One of them

        id: It
        """
        return self.call('GET', ('api', 'super_objs', id,), {}, None, False)

    def update_super_obj(self, id, body=None):
        """Change its name and its objects

        id: It
        """
        return self.call('PATCH', ('api', 'super_objs', id,), {}, body, False)

    def delete_super_obj(self, id):
        """Say so no longer; the objects stay

        id: It
        """
        return self.call('DELETE', ('api', 'super_objs', id,), {}, None, False)

    def get_news_feed(self, *, numItems=None):
        """What happened last to the sources that the viewer sees

        numItems: 50 unless said
        """
        return self.call('GET', ('api', 'newsfeed',), {'numItems': numItems}, None, False)

    def list_recent_sources(self, *, maxNumSources=None):
        """The objects that were saved last

        maxNumSources: 5, or what the preference `recentSources` says
        """
        return self.call('GET', ('api', 'internal', 'recent_sources',), {'maxNumSources': maxNumSources}, None, False)

    def list_top_sources(self, *, maxNumSources=None, sinceDaysAgo=None):
        """The objects that people look at most

        maxNumSources: 10, or what the preference `topSources` says
        sinceDaysAgo: 7, or what the preference says
        """
        return self.call('GET', ('api', 'internal', 'source_views',), {'maxNumSources': maxNumSources, 'sinceDaysAgo': sinceDaysAgo}, None, False)

    def note_source_view(self, id):
        """Say that somebody looks at an object in a browser: counted, not told who

        id: The object's name in its survey
        """
        return self.call('POST', ('api', 'internal', 'source_views', id,), {}, None, False)

    def count_sources(self, *, sinceDaysAgo=None):
        """How many objects were saved lately

        sinceDaysAgo: 7, or what the preference `sourceCounts` says
        """
        return self.call('GET', ('api', 'internal', 'source_counts',), {'sinceDaysAgo': sinceDaysAgo}, None, False)

    def list_top_savers(self, *, maxNumSavers=None, sinceDaysAgo=None, candidatesOnly=None):
        """Who saved most objects lately

        maxNumSavers: 100, or what the preference `topSavers` says
        sinceDaysAgo: 7, or what the preference says
        candidatesOnly: Only of those that passed a filter; true unless said
        """
        return self.call('GET', ('api', 'internal', 'source_savers',), {'maxNumSavers': maxNumSavers, 'sinceDaysAgo': sinceDaysAgo, 'candidatesOnly': candidatesOnly}, None, False)

    def get_photometry(self, id, *, format=None, magsys=None, file_format=None, individualOrSeries=None, deduplicatePhotometry=None, includeOwnerInfo=None, includeStreamInfo=None, includeValidationInfo=None, includeAnnotationInfo=None, includeCommentInfo=None, phaseFoldData=None, includeExtinction=None, includeSuperObjsPhotometry=None):
        """The photometry of an object that the viewer may see, by time

        id: The object's name in its survey
        file_format: A table instead of JSON; or by Accept: text/csv, application/x-ecsv, application/fits, application/x-votable+xml
        individualOrSeries: Single points, rows of photometric series, or both (unless given)
        deduplicatePhotometry: Of equal points of several people, one alone
        includeOwnerInfo: Adds `owner`
        includeStreamInfo: Adds `streams`
        includeValidationInfo: Adds `validations`
        includeAnnotationInfo: Adds `annotations`: those on the point
        includeCommentInfo: Adds `comments`: those in the main conversation on the point
        phaseFoldData: Adds `phase`, by the period (days) that an annotation told last
        includeExtinction: Adds the Milky Way's extinction and values without it
        includeSuperObjsPhotometry: Also that of the objects of other surveys that are linked with it
        """
        return self.call('GET', ('api', 'sources', id, 'photometry',), {'format': format, 'magsys': magsys, 'file_format': file_format, 'individualOrSeries': individualOrSeries, 'deduplicatePhotometry': deduplicatePhotometry, 'includeOwnerInfo': includeOwnerInfo, 'includeStreamInfo': includeStreamInfo, 'includeValidationInfo': includeValidationInfo, 'includeAnnotationInfo': includeAnnotationInfo, 'includeCommentInfo': includeCommentInfo, 'phaseFoldData': phaseFoldData, 'includeExtinction': includeExtinction, 'includeSuperObjsPhotometry': includeSuperObjsPhotometry}, None, False)

    def delete_source_photometry(self, id):
        """Delete the photometry of an object that the viewer may delete

        id: The object's name in its survey
        """
        return self.call('DELETE', ('api', 'sources', id, 'photometry',), {}, None, False)

    def get_packed_photometry(self, id, *, linked=None):
        """The photometry of an object that the viewer may see, by time, in columns

        id: The object's name in its survey
        linked: Also that of linked objects of other surveys
        """
        return self.call('GET', ('api', 'internal', 'photometry', id,), {'linked': linked}, None, False)

    def copy_photometry(self, id, body=None):
        """Copy the photometry of another object to this one

        id: The object's name in its survey
        """
        return self.call('POST', ('api', 'sources', id, 'copy_photometry',), {}, body, False)

    def post_photometry(self, body=None, *, refresh=None):
        """Upload new photometry

        refresh: Pages refresh anyway: changes nothing
        """
        return self.call('POST', ('api', 'photometry',), {'refresh': refresh}, body, False)

    def put_photometry(self, body=None, *, refresh=None, duplicate_ignore_flux=None, overwrite_flux=None):
        """Upload photometry, whether or not it is there

        refresh: Pages refresh anyway: changes nothing
        duplicate_ignore_flux: Whether points that differ in flux alone are the same (System admin)
        overwrite_flux: Whether the flux of such a point is replaced (System admin)
        """
        return self.call('PUT', ('api', 'photometry',), {'refresh': refresh, 'duplicate_ignore_flux': duplicate_ignore_flux, 'overwrite_flux': overwrite_flux}, body, False)

    def post_photometry_file(self, body=None, *, refresh=None):
        """Upload new photometry from a CSV, ECSV, FITS or VOTable file

        refresh: Pages refresh anyway: changes nothing
        """
        return self.call('POST', ('api', 'photometry', 'file',), {'refresh': refresh}, body, False)

    def put_photometry_file(self, body=None, *, refresh=None):
        """Upload photometry from a file, whether or not it is there

        refresh: Pages refresh anyway: changes nothing
        """
        return self.call('PUT', ('api', 'photometry', 'file',), {'refresh': refresh}, body, False)

    def get_photometry_range(self, *, format=None, magsys=None, instrument_ids=None, min_date=None, max_date=None):
        """Photometry of a span of time that the viewer may see

        min_date: ISO 8601, UTC
        max_date: ISO 8601, UTC
        """
        return self.call('GET', ('api', 'photometry', 'range',), {'format': format, 'magsys': magsys, 'instrument_ids': instrument_ids, 'min_date': min_date, 'max_date': max_date}, None, False)

    def list_photometry_origins(self):
        """The origins of photometry that the viewer may see"""
        return self.call('GET', ('api', 'photometry', 'origins',), {}, None, False)

    def delete_photometry_upload(self, upload_id):
        """Delete all points that one request uploaded

        upload_id: As the upload was answered
        """
        return self.call('DELETE', ('api', 'photometry', 'bulk_delete', upload_id,), {}, None, False)

    def get_photometry_point(self, id, *, format=None, magsys=None):
        """One point of photometry

        id: The point
        """
        return self.call('GET', ('api', 'photometry', id,), {'format': format, 'magsys': magsys}, None, False)

    def update_photometry_point(self, id, body=None, *, refresh=None):
        """Change a point of photometry; what is not named stays

        id: The point
        refresh: Pages refresh anyway: changes nothing
        """
        return self.call('PATCH', ('api', 'photometry', id,), {'refresh': refresh}, body, False)

    def delete_photometry_point(self, id):
        """Delete a point of photometry

        id: The point
        """
        return self.call('DELETE', ('api', 'photometry', id,), {}, None, False)

    def list_photometric_series(self, *, dataFormat=None, pageNumber=None, numPerPage=None, sortBy=None, sortOrder=None, ra=None, dec=None, radius=None, objectID=None, rejectedObjectID=None, seriesName=None, seriesObjID=None, filter=None, channel=None, origin=None, startBefore=None, startAfter=None, midBefore=None, midAfter=None, endBefore=None, endAfter=None, detected=None, expTime=None, minExpTime=None, maxExpTime=None, minFrameRate=None, maxFrameRate=None, minNumExposures=None, maxNumExposures=None, instrumentID=None, ownerID=None, magBrighterThan=None, magFainterThan=None, limitingMagBrighterThan=None, limitingMagFainterThan=None, limitingMagIsNaN=None, minRMS=None, maxRMS=None, useRobustMagAndRMS=None, minMedianSNR=None, maxMedianSNR=None, minBestSNR=None, maxBestSNR=None, minWorstSNR=None, maxWorstSNR=None, hash=None):
        """Photometric series that the viewer may see

        dataFormat: Columns of the series, an HDF5 file in base64, or only what it says of itself
        numPerPage: More than 500 is taken as 500
        radius: Degrees
        objectID: Part of its name
        rejectedObjectID: Names, with commas
        startBefore: ISO 8601, UTC
        startAfter: ISO 8601, UTC
        midBefore: ISO 8601, UTC
        midAfter: ISO 8601, UTC
        endBefore: ISO 8601, UTC
        endAfter: ISO 8601, UTC
        limitingMagIsNaN: Whether it has none
        """
        return self.call('GET', ('api', 'photometric_series',), {'dataFormat': dataFormat, 'pageNumber': pageNumber, 'numPerPage': numPerPage, 'sortBy': sortBy, 'sortOrder': sortOrder, 'ra': ra, 'dec': dec, 'radius': radius, 'objectID': objectID, 'rejectedObjectID': rejectedObjectID, 'seriesName': seriesName, 'seriesObjID': seriesObjID, 'filter': filter, 'channel': channel, 'origin': origin, 'startBefore': startBefore, 'startAfter': startAfter, 'midBefore': midBefore, 'midAfter': midAfter, 'endBefore': endBefore, 'endAfter': endAfter, 'detected': detected, 'expTime': expTime, 'minExpTime': minExpTime, 'maxExpTime': maxExpTime, 'minFrameRate': minFrameRate, 'maxFrameRate': maxFrameRate, 'minNumExposures': minNumExposures, 'maxNumExposures': maxNumExposures, 'instrumentID': instrumentID, 'ownerID': ownerID, 'magBrighterThan': magBrighterThan, 'magFainterThan': magFainterThan, 'limitingMagBrighterThan': limitingMagBrighterThan, 'limitingMagFainterThan': limitingMagFainterThan, 'limitingMagIsNaN': limitingMagIsNaN, 'minRMS': minRMS, 'maxRMS': maxRMS, 'useRobustMagAndRMS': useRobustMagAndRMS, 'minMedianSNR': minMedianSNR, 'maxMedianSNR': maxMedianSNR, 'minBestSNR': minBestSNR, 'maxBestSNR': maxBestSNR, 'minWorstSNR': minWorstSNR, 'maxWorstSNR': maxWorstSNR, 'hash': hash}, None, False)

    def create_photometric_series(self, body=None):
        """Upload a photometric series"""
        return self.call('POST', ('api', 'photometric_series',), {}, body, False)

    def get_photometric_series(self, id, *, dataFormat=None):
        """A photometric series

        id: The series
        dataFormat: Columns of the series, an HDF5 file in base64, or only what it says of itself
        """
        return self.call('GET', ('api', 'photometric_series', id,), {'dataFormat': dataFormat}, None, False)

    def update_photometric_series(self, id, body=None):
        """Change a photometric series; what is not named stays

        id: The series
        """
        return self.call('PATCH', ('api', 'photometric_series', id,), {}, body, False)

    def delete_photometric_series(self, id):
        """Delete a photometric series

        id: The series
        """
        return self.call('DELETE', ('api', 'photometric_series', id,), {}, None, False)

    def make_validation(self, id, body=None):
        """Judge a point of photometry, or judge it again

        id: The point
        """
        return self.call('POST', ('api', 'photometry', id, 'validation',), {}, body, False)

    def update_validation(self, id, body=None):
        """Change the verdict on a point of photometry; what is not named stays

        id: The point
        """
        return self.call('PATCH', ('api', 'photometry', id, 'validation',), {}, body, False)

    def delete_validation(self, id):
        """Take the verdict on a point of photometry back

        id: The point
        """
        return self.call('DELETE', ('api', 'photometry', id, 'validation',), {}, None, False)

    def get_phot_stat(self, id):
        """Statistics of the light curve of an object, of the points that the viewer may see

        id: The object's name in its survey
        """
        return self.call('GET', ('api', 'sources', id, 'phot_stat',), {}, None, False)

    def make_phot_stat(self, id):
        """The statistics of an object, as GET gives them

        id: The object's name in its survey
        """
        return self.call('POST', ('api', 'sources', id, 'phot_stat',), {}, None, False)

    def update_phot_stat(self, id):
        """The statistics of an object, as GET gives them

        id: The object's name in its survey
        """
        return self.call('PUT', ('api', 'sources', id, 'phot_stat',), {}, None, False)

    def delete_phot_stat(self, id):
        """Changes nothing

        id: The object's name in its survey
        """
        return self.call('DELETE', ('api', 'sources', id, 'phot_stat',), {}, None, False)

    def count_phot_stats(self, *, createdAtStartTime=None, createdAtEndTime=None):
        """How many of the objects that the viewer sees have photometry that he sees

        createdAtStartTime: ISO 8601, UTC
        createdAtEndTime: ISO 8601, UTC
        """
        return self.call('GET', ('api', 'phot_stats',), {'createdAtStartTime': createdAtStartTime, 'createdAtEndTime': createdAtEndTime}, None, False)

    def make_phot_stats(self, *, createdAtStartTime=None, createdAtEndTime=None, pageNumber=None, numPerPage=None):
        """How many objects have no statistics, since they have no photometry

        createdAtStartTime: ISO 8601, UTC
        createdAtEndTime: ISO 8601, UTC
        numPerPage: More than 500 is taken as 500
        """
        return self.call('POST', ('api', 'phot_stats',), {'createdAtStartTime': createdAtStartTime, 'createdAtEndTime': createdAtEndTime, 'pageNumber': pageNumber, 'numPerPage': numPerPage}, None, False)

    def update_phot_stats(self, *, createdAtStartTime=None, createdAtEndTime=None, pageNumber=None, numPerPage=None):
        """How many objects have statistics

        createdAtStartTime: ISO 8601, UTC
        createdAtEndTime: ISO 8601, UTC
        numPerPage: More than 500 is taken as 500
        """
        return self.call('PATCH', ('api', 'phot_stats',), {'createdAtStartTime': createdAtStartTime, 'createdAtEndTime': createdAtEndTime, 'pageNumber': pageNumber, 'numPerPage': numPerPage}, None, False)

    def aggregate_phot_stats(self, *, xField=None, yField=None, zField=None, group_id=None, obj_ids=None, classifications=None, classificationProbThreshold=None, minRedshift=None, maxRedshift=None, maxMatches=None):
        """Statistics of many objects, to be plotted against each other

        obj_ids: Names, with commas
        classifications: Of one of these classes, with commas
        classificationProbThreshold: Said with at least this probability
        """
        return self.call('GET', ('api', 'phot_stats', 'aggregate',), {'xField': xField, 'yField': yField, 'zField': zField, 'group_id': group_id, 'obj_ids': obj_ids, 'classifications': classifications, 'classificationProbThreshold': classificationProbThreshold, 'minRedshift': minRedshift, 'maxRedshift': maxRedshift, 'maxMatches': maxMatches}, None, False)

    def get_features(self, id, *, ebv=None):
        """Rates, peaks, colours, age and flags of an object's light curve

        id: The object's name in its survey
        ebv: E(B−V) on the scale of SFD: magnitudes and colours are corrected for it
        """
        return self.call('GET', ('api', 'sources', id, 'features',), {'ebv': ebv}, None, False)

    def export_features(self, id, *, ebv=None):
        """The same of every band and of all together as CSV

        id: The object's name in its survey
        ebv: E(B−V) on the scale of SFD: magnitudes and colours are corrected for it
        """
        return self.call('GET', ('api', 'sources', id, 'features', 'export',), {'ebv': ebv}, None, True)

    def get_periodogram(self, id, *, filter=None, maxFrequency=None):
        """The generalised Lomb–Scargle periodogram of an object's light curve

        id: The object's name in its survey
        filter: One band alone
        maxFrequency: Per day; 24 by default
        """
        return self.call('GET', ('api', 'sources', id, 'periodogram',), {'filter': filter, 'maxFrequency': maxFrequency}, None, False)

    def search_comments(self, *, text, pageNumber=None, numPerPage=None):
        """Comments on sources by a part of their text, newest first

        numPerPage: More than 500 is taken as 500
        """
        return self.call('GET', ('api', 'sources', 'comments',), {'text': text, 'pageNumber': pageNumber, 'numPerPage': numPerPage}, None, False)

    def list_comments(self, resource_type, resource_id, *, text=None, channel=None):
        """The comments on something, oldest first

        resource_type: What it is attached to
        resource_id: An object's name, or the number of another thing
        text: Only those with this in their text
        channel: Of this conversation; else the main one
        """
        return self.call('GET', ('api', resource_type, resource_id, 'comments',), {'text': text, 'channel': channel}, None, False)

    def create_comment(self, resource_type, resource_id, body=None):
        """Write a comment

        resource_type: What it is attached to
        resource_id: An object's name, or the number of another thing
        """
        return self.call('POST', ('api', resource_type, resource_id, 'comments',), {}, body, False)

    def get_comment(self, resource_type, resource_id, comment_id):
        """One comment

        resource_type: What it is attached to
        resource_id: An object's name, or the number of another thing
        comment_id: The comment
        """
        return self.call('GET', ('api', resource_type, resource_id, 'comments', comment_id,), {}, None, False)

    def update_comment(self, resource_type, resource_id, comment_id, body=None):
        """Change a comment; what is not named, or null, stays

        resource_type: What it is attached to
        resource_id: An object's name, or the number of another thing
        comment_id: The comment
        """
        return self.call('PUT', ('api', resource_type, resource_id, 'comments', comment_id,), {}, body, False)

    def delete_comment(self, resource_type, resource_id, comment_id):
        """Delete a comment: its author, or a System admin

        resource_type: What it is attached to
        resource_id: An object's name, or the number of another thing
        comment_id: The comment
        """
        return self.call('DELETE', ('api', resource_type, resource_id, 'comments', comment_id,), {}, None, False)

    def get_comment_history(self, resource_type, resource_id, comment_id):
        """What a comment said before it was changed

        resource_type: What it is attached to
        resource_id: An object's name, or the number of another thing
        comment_id: The comment
        """
        return self.call('GET', ('api', resource_type, resource_id, 'comments', comment_id, 'history',), {}, None, False)

    def list_comment_channels(self, id):
        """The conversations about a source besides the main one

        id: The object's name in its survey
        """
        return self.call('GET', ('api', 'sources', id, 'comments', 'channels',), {}, None, False)

    def delete_comment_channel(self, id, *, channel):
        """Delete a conversation, where every comment that one sees of it is one’s own

        id: The object's name in its survey
        """
        return self.call('DELETE', ('api', 'sources', id, 'comments', 'channels',), {'channel': channel}, None, False)

    def get_comment_attachment(self, resource_type, resource_id, comment_id, *, download=None, preview=None):
        """The file of a comment

        resource_type: What it is attached to
        resource_id: An object's name, or the number of another thing
        comment_id: The comment
        download: As a file; so it is without `preview`
        preview: To be looked at in the browser
        """
        return self.call('GET', ('api', resource_type, resource_id, 'comments', comment_id, 'attachment',), {'download': download, 'preview': preview}, None, True)

    def get_comment_attachment_pdf(self, resource_type, resource_id, comment_id, *, download=None, preview=None):
        """The file of a comment

        resource_type: What it is attached to
        resource_id: An object's name, or the number of another thing
        comment_id: The comment
        download: As a file; so it is without `preview`
        preview: To be looked at in the browser
        """
        return self.call('GET', ('api', resource_type, resource_id, 'comments', comment_id, 'attachment.pdf',), {'download': download, 'preview': preview}, None, True)

    def count_comment_attachments(self):
        """How many comments have a file, and how many have none"""
        return self.call('GET', ('api', 'comment_attachment',), {}, None, False)

    def move_comment_attachments(self, *, pageNumber=None, numPerPage=None):
        """In SkyPortal it moves files out of the database; here they stay in it

        numPerPage: More than 500 is taken as 500
        """
        return self.call('POST', ('api', 'comment_attachment',), {'pageNumber': pageNumber, 'numPerPage': numPerPage}, None, False)

    def list_annotations(self, resource_type, resource_id):
        """The annotations of something

        resource_type: What it is attached to
        resource_id: An object's name, or the number of another thing
        """
        return self.call('GET', ('api', resource_type, resource_id, 'annotations',), {}, None, False)

    def create_annotation(self, resource_type, resource_id, body=None):
        """Annotate something

        resource_type: What it is attached to
        resource_id: An object's name, or the number of another thing
        """
        return self.call('POST', ('api', resource_type, resource_id, 'annotations',), {}, body, False)

    def get_annotation(self, resource_type, resource_id, annotation_id):
        """One annotation

        resource_type: What it is attached to
        resource_id: An object's name, or the number of another thing
        annotation_id: Below zero it is what a filter says
        """
        return self.call('GET', ('api', resource_type, resource_id, 'annotations', annotation_id,), {}, None, False)

    def update_annotation(self, resource_type, resource_id, annotation_id, body=None):
        """Change an annotation; what is not named, or null, stays

        resource_type: What it is attached to
        resource_id: An object's name, or the number of another thing
        annotation_id: The annotation
        """
        return self.call('PUT', ('api', resource_type, resource_id, 'annotations', annotation_id,), {}, body, False)

    def delete_annotation(self, resource_type, resource_id, annotation_id):
        """Delete an annotation: its author, or a System admin

        resource_type: What it is attached to
        resource_id: An object's name, or the number of another thing
        annotation_id: The annotation
        """
        return self.call('DELETE', ('api', resource_type, resource_id, 'annotations', annotation_id,), {}, None, False)

    def get_annotation_history(self, resource_type, resource_id, annotation_id):
        """What an annotation said before it was changed

        resource_type: What it is attached to
        resource_id: An object's name, or the number of another thing
        annotation_id: The annotation
        """
        return self.call('GET', ('api', resource_type, resource_id, 'annotations', annotation_id, 'history',), {}, None, False)

    def list_tag_options(self):
        """The words that may be tags"""
        return self.call('GET', ('api', 'objtagoption',), {}, None, False)

    def create_tag_option(self, body=None):
        """Let a word be a tag"""
        return self.call('POST', ('api', 'objtagoption',), {}, body, False)

    def get_tag_option(self, id):
        """One of them

        id: The word
        """
        return self.call('GET', ('api', 'objtagoption', id,), {}, None, False)

    def update_tag_option(self, id, body=None):
        """Change a word or its colour; what is not named stays

        id: The word
        """
        return self.call('PATCH', ('api', 'objtagoption', id,), {}, body, False)

    def delete_tag_option(self, id, body=None):
        """Delete a word, and take it off every object

        id: The word
        """
        return self.call('DELETE', ('api', 'objtagoption', id,), {}, body, False)

    def list_obj_tags(self, *, obj_id=None, objtagoption_id=None):
        """Tags on objects

        obj_id: The object's name in its survey
        objtagoption_id: Of this word
        """
        return self.call('GET', ('api', 'objtag',), {'obj_id': obj_id, 'objtagoption_id': objtagoption_id}, None, False)

    def create_obj_tag(self, body=None):
        """Put a tag on an object; where it is there, the groups are added"""
        return self.call('POST', ('api', 'objtag',), {}, body, False)

    def get_obj_tag(self, id):
        """One tag on an object

        id: The tag on the object
        """
        return self.call('GET', ('api', 'objtag', id,), {}, None, False)

    def delete_obj_tag(self, id, body=None):
        """Take a tag off, for these groups or for all of one’s own

        id: The tag on the object
        """
        return self.call('DELETE', ('api', 'objtag', id,), {}, body, False)

    def list_listings(self, *, listName=None):
        """The objects on the viewer’s lists

        listName: favorites, rejected_candidates, watchlist, or what one likes
        """
        return self.call('GET', ('api', 'listing',), {'listName': listName}, None, False)

    def create_listing(self, body=None):
        """Put an object on one of one’s lists"""
        return self.call('POST', ('api', 'listing',), {}, body, False)

    def delete_listing_of(self, body=None):
        """Take an object off a list, by the names of both"""
        return self.call('DELETE', ('api', 'listing',), {}, body, False)

    def list_user_listings(self, id, *, listName=None):
        """The same of a user: of others there are none

        id: The user
        listName: favorites, rejected_candidates, watchlist, or what one likes
        """
        return self.call('GET', ('api', 'listing', id,), {'listName': listName}, None, False)

    def update_listing(self, id, body=None):
        """Change an entry; what is not named stays

        id: The entry
        """
        return self.call('PATCH', ('api', 'listing', id,), {}, body, False)

    def delete_listing(self, id):
        """Take an object off a list

        id: The entry
        """
        return self.call('DELETE', ('api', 'listing', id,), {}, None, False)

    def get_thumbnail(self, id):
        """What is known of a picture, and where it is

        id: The picture
        """
        return self.call('GET', ('api', 'thumbnail', id,), {}, None, False)

    def update_thumbnail(self, id, body=None):
        """Change what is known of a picture; what is not named, or null, stays

        id: The picture
        """
        return self.call('PUT', ('api', 'thumbnail', id,), {}, body, False)

    def delete_thumbnail(self, id):
        """Delete a picture

        id: The picture
        """
        return self.call('DELETE', ('api', 'thumbnail', id,), {}, None, False)

    def get_thumbnail_image(self, id):
        """A picture that is stored here

        id: The picture
        """
        return self.call('GET', ('api', 'thumbnail', id, 'image',), {}, None, True)

    def create_thumbnail(self, body=None):
        """Store a picture of an object"""
        return self.call('POST', ('api', 'thumbnail',), {}, body, False)

    def check_thumbnail_paths(self, *, types=None, requiredDepth=None):
        """How many pictures there are; in SkyPortal also whether their files are in place

        types: With commas between them
        """
        return self.call('GET', ('api', 'thumbnailPath',), {'types': types, 'requiredDepth': requiredDepth}, None, False)

    def move_thumbnails(self, *, types=None, requiredDepth=None, pageNumber=None, numPerPage=None):
        """The same: there are no files to be moved

        types: With commas between them
        numPerPage: More than 1000 is taken as 1000
        """
        return self.call('PATCH', ('api', 'thumbnailPath',), {'types': types, 'requiredDepth': requiredDepth, 'pageNumber': pageNumber, 'numPerPage': numPerPage}, None, False)

    def sweep_thumbnail_paths(self):
        """Nothing: there are no folders to be removed"""
        return self.call('DELETE', ('api', 'thumbnailPath',), {}, None, False)

    def list_spectra(self, *, minimalPayload=None, observedBefore=None, observedAfter=None, objID=None, instrumentIDs=None, groupIDs=None, followupRequestIDs=None, assignmentIDs=None, origin=None, label=None, type=None, commentsFilter=None, commentsFilterAuthor=None, commentsFilterBefore=None, commentsFilterAfter=None):
        """Spectra, by the time of their observation

        minimalPayload: Whether to leave out points, people, groups and notes
        observedBefore: Not after
        observedAfter: Not before
        objID: Part of an object's name
        instrumentIDs: Of one of these instruments
        groupIDs: Of one of these groups
        followupRequestIDs: Of one of these follow-up requests
        assignmentIDs: Of one of these assignments
        origin: With one of these in its origin; commas between
        label: With one of these in its label; commas between
        type: Of one of these types; commas between
        commentsFilter: With a comment that has one of these in it; commas between
        commentsFilterAuthor: With a comment by a user with one of these in the username; commas between
        commentsFilterBefore: With a comment not after
        commentsFilterAfter: With a comment not before
        """
        return self.call('GET', ('api', 'spectra',), {'minimalPayload': minimalPayload, 'observedBefore': observedBefore, 'observedAfter': observedAfter, 'objID': objID, 'instrumentIDs': instrumentIDs, 'groupIDs': groupIDs, 'followupRequestIDs': followupRequestIDs, 'assignmentIDs': assignmentIDs, 'origin': origin, 'label': label, 'type': type, 'commentsFilter': commentsFilter, 'commentsFilterAuthor': commentsFilterAuthor, 'commentsFilterBefore': commentsFilterBefore, 'commentsFilterAfter': commentsFilterAfter}, None, False)

    def create_spectrum(self, body=None):
        """Upload a spectrum"""
        return self.call('POST', ('api', 'spectra',), {}, body, False)

    def get_spectrum_range(self, *, instrument_ids=None, min_date=None, max_date=None):
        """Spectra of instruments within some time; 500 at most

        instrument_ids: Of one of these instruments; else of all
        min_date: Not before
        max_date: Not after
        """
        return self.call('GET', ('api', 'spectra', 'range',), {'instrument_ids': instrument_ids, 'min_date': min_date, 'max_date': max_date}, None, False)

    def get_spectrum(self, id):
        """One spectrum

        id: The spectrum
        """
        return self.call('GET', ('api', 'spectra', id,), {}, None, False)

    def update_spectrum(self, id, body=None):
        """Change a spectrum; what is not named stays

        id: The spectrum
        """
        return self.call('PUT', ('api', 'spectra', id,), {}, body, False)

    def delete_spectrum(self, id):
        """Delete a spectrum, with its file and the notes on it

        id: The spectrum
        """
        return self.call('DELETE', ('api', 'spectra', id,), {}, None, False)

    def get_spectrum_file(self, id, *, format=None):
        """One spectrum as a file

        id: The spectrum
        format: csv (unless said), a FITS binary table, or the file that it came in
        """
        return self.call('GET', ('api', 'spectra', id, 'file',), {'format': format}, None, True)

    def get_source_spectra(self, id, *, normalization=None):
        """The spectra of an object, by the time of their observation

        id: The object's name in its survey
        normalization: Whether to divide the fluxes by the median of their absolute values
        """
        return self.call('GET', ('api', 'sources', id, 'spectra',), {'normalization': normalization}, None, False)

    def bulk_spectra(self, body=None):
        """Spectra of many sources, with what their phases are counted from"""
        return self.call('POST', ('api', 'spectra', 'bulk',), {}, body, False)

    def make_synthetic_photometry(self, id, body=None):
        """Photometry of a spectrum, through bands

        id: The spectrum
        """
        return self.call('POST', ('api', 'spectra', 'synthphot', id,), {}, body, False)

    def create_ascii_spectrum(self, body=None):
        """Upload a spectrum in an ASCII file"""
        return self.call('POST', ('api', 'spectra', 'ascii',), {}, body, False)

    def parse_ascii_spectrum(self, body=None):
        """What a spectrum in an ASCII file would be; stores nothing"""
        return self.call('POST', ('api', 'spectra', 'parse', 'ascii',), {}, body, False)

    def create_fits_spectrum(self, body=None):
        """Upload a spectrum in a FITS file"""
        return self.call('POST', ('api', 'spectra', 'fits',), {}, body, False)

    def parse_fits_spectrum(self, body=None):
        """What a spectrum in a FITS file would be; stores nothing"""
        return self.call('POST', ('api', 'spectra', 'parse', 'fits',), {}, body, False)

    def share_data(self, body=None):
        """Share photometry and spectra with more groups"""
        return self.call('POST', ('api', 'sharing',), {}, body, False)

    def get_access(self, kind, id):
        """Who can see something, and why

        id: The object's name, the candid of an alert, or the row's id
        """
        return self.call('GET', ('api', 'access', kind, id,), {}, None, False)

    def list_audit(self, *, actorID=None, userID=None, groupID=None, kind=None, id=None, objID=None, since=None, until=None, cursor=None, numPerPage=None):
        """Changes of rights, filters, saves and photometry, newest first

        actorID: Done by this user
        userID: About this user
        groupID: About this group
        kind: Of such things
        id: Of this one; goes with kind
        objID: Of this object, or of anything of it
        since: Not before
        until: Before
        cursor: nextCursor of the page before
        numPerPage: More than 500 is taken as 500
        """
        return self.call('GET', ('api', 'audit',), {'actorID': actorID, 'userID': userID, 'groupID': groupID, 'kind': kind, 'id': id, 'objID': objID, 'since': since, 'until': until, 'cursor': cursor, 'numPerPage': numPerPage}, None, False)

    def export_audit(self, *, actorID=None, userID=None, groupID=None, kind=None, id=None, objID=None, since=None, until=None):
        """The same as CSV, at most 50,000 entries

        actorID: Done by this user
        userID: About this user
        groupID: About this group
        kind: Of such things
        id: Of this one; goes with kind
        objID: Of this object, or of anything of it
        since: Not before
        until: Before
        """
        return self.call('GET', ('api', 'audit', 'export',), {'actorID': actorID, 'userID': userID, 'groupID': groupID, 'kind': kind, 'id': id, 'objID': objID, 'since': since, 'until': until}, None, True)

    def search_alerts(self, *, objectId=None, candid=None, ra=None, dec=None, radius=None, radius_units=None, localizationDateobs=None, localizationName=None, localizationCumprob=None, filter_id=None, passedAfter=None, passedBefore=None, startDate=None, endDate=None, survey=None, includeAllFields=None, projection=None, limit=None, cursor=None):
        """Alerts of the archive by position, object, number or filter, newest first

        objectId: Names of objects with commas between them
        candid: Numbers of alerts with commas between them
        ra: ICRS, degrees
        dec: ICRS, degrees
        radius: At most one degree
        localizationDateobs: Within a sky map: when its event happened; goes with localizationName
        localizationName: The name of the sky map
        localizationCumprob: Within the credible region of this probability; 0.95 where none is said
        filter_id: They passed this filter
        passedAfter: They passed it at this time or after
        passedBefore: They passed it before this time
        startDate: Taken at this time or after
        endDate: Taken before this time
        includeAllFields: With every field of the packet
        projection: Which fields: JSON of a `$project`. `candid` and `objectId` stay, and `candidate`, if need be empty.
        cursor: After this alert: its `jd` and `candid`
        """
        return self.call('GET', ('api', 'alerts',), {'objectId': objectId, 'candid': candid, 'ra': ra, 'dec': dec, 'radius': radius, 'radius_units': radius_units, 'localizationDateobs': localizationDateobs, 'localizationName': localizationName, 'localizationCumprob': localizationCumprob, 'filter_id': filter_id, 'passedAfter': passedAfter, 'passedBefore': passedBefore, 'startDate': startDate, 'endDate': endDate, 'survey': survey, 'includeAllFields': includeAllFields, 'projection': projection, 'limit': limit, 'cursor': cursor}, None, False)

    def get_alerts(self, objectId, *, candid=None, projection=None):
        """The alerts of an object, as filters see them, oldest first

        objectId: The object's name in its survey
        candid: This one alone
        projection: Which fields: JSON of a `$project`. `candid` and `objectId` stay, and `candidate`, if need be empty.
        """
        return self.call('GET', ('api', 'alerts', objectId,), {'candid': candid, 'projection': projection}, None, False)

    def save_alert(self, objectId, body=None):
        """Save an object of the archive as a source, with the photometry of its alerts

        objectId: The object's name in its survey
        """
        return self.call('POST', ('api', 'alerts', objectId,), {}, body, False)

    def get_triplets(self, objectId, *, candid=None, normalizeImage=None, file_format=None):
        """The three stamps of an alert as numbers: 63 by 63 pixels by science, template, difference

        objectId: The object's name in its survey
        candid: The alert; the newest of the object
        normalizeImage: Each stamp divided by its norm
        file_format: `npy`: the numbers alone, as NumPy loads them: 63 × 63 × 3 doubles
        """
        return self.call('GET', ('api', 'alerts_triplets', objectId,), {'candid': candid, 'normalizeImage': normalizeImage, 'file_format': file_format}, None, False)

    def get_light_curve(self, objectId, *, includePrvCandidates=None, includeFpHists=None):
        """An object's light curve in the survey's own words

        objectId: The object's name in its survey
        includePrvCandidates: With its detections and limits; true unless said
        includeFpHists: With forced photometry; true unless said
        """
        return self.call('GET', ('api', 'alerts_aux', objectId,), {'includePrvCandidates': includePrvCandidates, 'includeFpHists': includeFpHists}, None, False)

    def get_cutout(self, id, *, candid=None, survey=None, cutout=None, file_format=None, stretch=None, interval=None, cmap=None):
        """A stamp of an alert, as it was sent or drawn

        id: The alert’s number; or its object, with `candid` in the query
        candid: The alert, where the path names its object
        survey: Whose alert it is; needed where two surveys have one of this number
        stretch: log; linear for the difference
        """
        return self.call('GET', ('api', 'alerts_cutouts', id,), {'candid': candid, 'survey': survey, 'cutout': cutout, 'file_format': file_format, 'stretch': stretch, 'interval': interval, 'cmap': cmap}, None, True)

    def export_group(self, id, *, content=None, file_format=None):
        """The sources of a group, or the light curves of them all, as one table

        id: The group
        """
        return self.call('GET', ('api', 'groups', id, 'export',), {'content': content, 'file_format': file_format}, None, True)

    def export_night(self, content, night, *, survey=None):
        """A night’s alerts, or the light curves of its objects, as Parquet in HATS layout

        night: UTC date
        """
        return self.call('GET', ('api', 'exports', content, night,), {'survey': survey}, None, True)

    def export_source(self, id):
        """Everything of a source that you may see, as one archive

        id: The object's name in its survey
        """
        return self.call('GET', ('api', 'sources', id, 'export',), {}, None, True)

    def search_light_curves(self, *, catalog=None, ra=None, dec=None, radius=None, radius_units=None, limit=None):
        """Light curves of a data release around a place, the nearest first

        catalog: A release, as `fritz archive list` shows it
        ra: ICRS, degrees
        dec: ICRS, degrees
        radius: In its unit; at most one degree
        limit: The nearest ones
        """
        return self.call('GET', ('api', 'archive',), {'catalog': catalog, 'ra': ra, 'dec': dec, 'radius': radius, 'radius_units': radius_units, 'limit': limit}, None, False)

    def save_light_curves(self, body=None):
        """Save light curves of a data release as photometry of a source"""
        return self.call('POST', ('api', 'archive',), {}, body, False)

    def list_archive_catalogs(self):
        """Names of the catalogs, releases of light curves and collections of alerts"""
        return self.call('GET', ('api', 'archive', 'catalogs',), {}, None, False)

    def list_archive_releases(self):
        """The releases of light curves, of their features and of their classifications"""
        return self.call('GET', ('api', 'archive', 'releases',), {}, None, False)

    def cross_match_place(self, *, ra, dec, radius, radius_units=None, limit=None):
        """What the catalogs have around a place, by catalog, the nearest first

        ra: ICRS, degrees
        dec: ICRS, degrees
        radius: In its unit; at most one degree
        limit: The nearest ones
        """
        return self.call('GET', ('api', 'archive', 'cross_match',), {'ra': ra, 'dec': dec, 'radius': radius, 'radius_units': radius_units, 'limit': limit}, None, False)

    def annotate_features(self, body=None):
        """Annotate a source with the features of the nearest light curve of a release"""
        return self.call('POST', ('api', 'archive', 'features',), {}, body, False)

    def get_archived_curve(self, lc_id, *, catalog=None):
        """A light curve of a data release, by its number

        lc_id: The light curve
        catalog: A release, as `fritz archive list` shows it
        """
        return self.call('GET', ('api', 'archive', lc_id,), {'catalog': catalog}, None, False)

    def run_query(self, body=None, *, format=None):
        """Documents of the archive: alerts, histories, catalogs, light curves"""
        return self.call('POST', ('api', 'archive', 'queries',), {'format': format}, body, True)

    def explain_query(self, body=None):
        """What of a query the database does, what an index finds, and about how much is looked at"""
        return self.call('POST', ('api', 'archive', 'queries', 'explain',), {}, body, False)

    def list_query_collections(self):
        """The names of what can be asked for"""
        return self.call('GET', ('api', 'archive', 'collections',), {}, None, False)

    def list_saved_queries(self):
        """The viewer’s queries, and those that his groups share"""
        return self.call('GET', ('api', 'archive', 'saved_queries',), {}, None, False)

    def save_query(self, body=None):
        """Keep a query"""
        return self.call('POST', ('api', 'archive', 'saved_queries',), {}, body, False)

    def update_saved_query(self, id, body=None):
        """Change a query of one’s own

        id: The query
        """
        return self.call('PUT', ('api', 'archive', 'saved_queries', id,), {}, body, False)

    def delete_saved_query(self, id):
        """Forget a query of one’s own

        id: The query
        """
        return self.call('DELETE', ('api', 'archive', 'saved_queries', id,), {}, None, False)

    def get_saved_query(self, id):
        """A query that is kept

        id: The query
        """
        return self.call('GET', ('api', 'archive', 'saved_queries', id,), {}, None, False)

    def list_query_jobs(self):
        """The viewer’s long queries, the newest first"""
        return self.call('GET', ('api', 'archive', 'jobs',), {}, None, False)

    def create_query_job(self, body=None):
        """Have a query done that nobody waits for"""
        return self.call('POST', ('api', 'archive', 'jobs',), {}, body, False)

    def get_query_job(self, id):
        """How far a long query is

        id: The job
        """
        return self.call('GET', ('api', 'archive', 'jobs', id,), {}, None, False)

    def delete_query_job(self, id):
        """Forget a long query and its result; one that goes on is ended

        id: The job
        """
        return self.call('DELETE', ('api', 'archive', 'jobs', id,), {}, None, False)

    def cancel_query_job(self, id):
        """End a long query that is not over

        id: The job
        """
        return self.call('POST', ('api', 'archive', 'jobs', id, 'cancel',), {}, None, False)

    def get_query_result(self, id, *, format=None):
        """What came of a long query

        id: The job
        """
        return self.call('GET', ('api', 'archive', 'jobs', id, 'result',), {'format': format}, None, True)

    def list_catalogs(self):
        """The catalogs in the archive, and how alerts are matched with them"""
        return self.call('GET', ('api', 'catalogs',), {}, None, False)

    def get_cross_matches(self, objectId):
        """An object's neighbours in the catalogs, by catalog, the nearest first

        objectId: The object's name in its survey
        """
        return self.call('GET', ('api', 'cross_matches', objectId,), {}, None, False)

    def search_catalog(self, name, *, ra, dec, radius, mjd=None, limit=None):
        """The objects of a catalog around a place, the nearest first

        ra: ICRS, degrees
        dec: ICRS, degrees
        radius: Arcseconds
        mjd: When stars shall be where they are; now
        """
        return self.call('GET', ('api', 'catalogs', name, 'cone_search',), {'ra': ra, 'dec': dec, 'radius': radius, 'mjd': mjd, 'limit': limit}, None, False)

    def list_brokers(self):
        """The brokers whose alerts can be looked at: this one"""
        return self.call('GET', ('api', 'brokers',), {}, None, False)

    def get_broker(self, broker_id):
        """One broker

        broker_id: The broker: 1 is this one
        """
        return self.call('GET', ('api', 'brokers', broker_id,), {}, None, False)

    def search_broker_alerts(self, broker_id, *, objectId=None, ra=None, dec=None, radius=None, radius_units=None, survey=None, jd_start=None, jd_end=None):
        """Alerts of an object, or around a place, newest first

        broker_id: The broker: 1 is this one
        objectId: The object's name in its survey
        ra: ICRS, degrees
        dec: ICRS, degrees
        radius: At most one degree
        survey: Of this survey alone
        jd_start: Taken at this time or after
        jd_end: Taken before this time
        """
        return self.call('GET', ('api', 'brokers', broker_id, 'alerts',), {'objectId': objectId, 'ra': ra, 'dec': dec, 'radius': radius, 'radius_units': radius_units, 'survey': survey, 'jd_start': jd_start, 'jd_end': jd_end}, None, False)

    def get_broker_alert(self, broker_id, alert_id, *, survey=None):
        """An object's brightest alert with its history

        broker_id: The broker: 1 is this one
        alert_id: The object's name in its survey
        survey: Of this survey alone
        """
        return self.call('GET', ('api', 'brokers', broker_id, 'alerts', alert_id,), {'survey': survey}, None, False)

    def get_broker_cutouts(self, broker_id, alert_id, *, survey=None):
        """The three stamps of an alert, as the survey sent them

        broker_id: The broker: 1 is this one
        alert_id: The alert's number
        survey: Of this survey alone
        """
        return self.call('GET', ('api', 'brokers', broker_id, 'alerts', alert_id, 'cutouts',), {'survey': survey}, None, False)

    def get_broker_photometry(self, broker_id, alert_id, *, survey=None, format=None, magsys=None):
        """The photometry of an object that the marshal keeps, and of its alerts, saved or not

        broker_id: The broker: 1 is this one
        alert_id: The object's name in its survey
        survey: Of this survey alone
        """
        return self.call('GET', ('api', 'brokers', broker_id, 'alerts', alert_id, 'photometry',), {'survey': survey, 'format': format, 'magsys': magsys}, None, False)

    def get_survey_photometry(self, id, *, survey=None, format=None, magsys=None):
        """The same, without the number of a broker

        id: The object's name in its survey
        survey: Of this survey alone
        """
        return self.call('GET', ('api', 'brokers', 'photometry', id,), {'survey': survey, 'format': format, 'magsys': magsys}, None, False)

    def save_broker_alert(self, broker_id, alert_id, body=None):
        """Save an object of the archive as a source, with the photometry of its alerts

        broker_id: The broker: 1 is this one
        alert_id: The object's name in its survey
        """
        return self.call('POST', ('api', 'brokers', broker_id, 'alerts', alert_id, 'save',), {}, body, False)

    def search_broker_catalogs(self, broker_id, *, ra, dec, radius, radius_units=None):
        """What every catalog that is loaded has around a place, by catalog, the nearest first

        broker_id: The broker: 1 is this one
        ra: ICRS, degrees
        dec: ICRS, degrees
        radius: At most one degree
        """
        return self.call('GET', ('api', 'brokers', broker_id, 'cone_search',), {'ra': ra, 'dec': dec, 'radius': radius, 'radius_units': radius_units}, None, False)

    def get_stream_status(self):
        """Tonight: what the broker read, how fast, and what the filters made of it"""
        return self.call('GET', ('api', 'internal', 'stream',), {}, None, False)

    def get_installation_settings(self):
        """What administrators chose for everybody"""
        return self.call('GET', ('api', 'internal', 'installation',), {}, None, False)

    def update_installation_settings(self, body=None):
        """Choose for everybody"""
        return self.call('PATCH', ('api', 'internal', 'installation',), {}, body, False)

    def get_survey_image(self, obj_id, survey, *, field_arcsec=None):
        """The field of an object as a public survey has it: north up, east left

        obj_id: The object's name in its survey
        field_arcsec: Its width
        """
        return self.call('GET', ('api', 'internal', 'objs', obj_id, 'survey_images', survey,), {'field_arcsec': field_arcsec}, None, True)

    def get_weather(self, *, telescope_id=None):
        """The weather at a telescope, now and for the next two days

        telescope_id: The telescope
        """
        return self.call('GET', ('api', 'weather',), {'telescope_id': telescope_id}, None, False)

    def create_followup_request(self, body=None):
        """Ask a facility to observe an object"""
        return self.call('POST', ('api', 'followup_request',), {}, body, False)

    def list_followup_requests(self, *, startDate=None, endDate=None, observationStartDate=None, observationEndDate=None, sourceID=None, objID=None, instrumentID=None, allocationID=None, requesters=None, status=None, state=None, priorityThreshold=None, sortBy=None, sortOrder=None, pageNumber=None, numPerPage=None):
        """Follow-up requests of the viewer’s groups

        startDate: Made after that
        endDate: Made before that
        observationStartDate: To be observed after that
        observationEndDate: To be observed before that
        sourceID: Part of a name
        objID: The object's name in its survey
        instrumentID: On one of these instruments
        allocationID: Of this allocation
        requesters: Asked for by one of these users
        status: Part of its status
        state: Of these states
        priorityThreshold: Of this priority or above
        numPerPage: More than 1000 is taken as 1000
        """
        return self.call('GET', ('api', 'followup_request',), {'startDate': startDate, 'endDate': endDate, 'observationStartDate': observationStartDate, 'observationEndDate': observationEndDate, 'sourceID': sourceID, 'objID': objID, 'instrumentID': instrumentID, 'allocationID': allocationID, 'requesters': requesters, 'status': status, 'state': state, 'priorityThreshold': priorityThreshold, 'sortBy': sortBy, 'sortOrder': sortOrder, 'pageNumber': pageNumber, 'numPerPage': numPerPage}, None, False)

    def try_followup_request(self, body=None):
        """What would come of a request: nothing is kept, and the facility is not asked"""
        return self.call('POST', ('api', 'followup_request', 'dry_run',), {}, body, False)

    def get_followup_request(self, id):
        """One follow-up request, with its history and all that was said to the facility

        id: The request
        """
        return self.call('GET', ('api', 'followup_request', id,), {}, None, False)

    def update_followup_request(self, id, body=None):
        """Change a request, at the facility too; or say what became of it

        id: The request
        """
        return self.call('PUT', ('api', 'followup_request', id,), {}, body, False)

    def delete_followup_request(self, id):
        """Take a request back, at the facility too

        id: The request
        """
        return self.call('DELETE', ('api', 'followup_request', id,), {}, None, False)

    def comment_followup_request(self, id, body=None):
        """Say something of a request

        id: The request
        """
        return self.call('PUT', ('api', 'followup_request', id, 'comment',), {}, body, False)

    def watch_followup_request(self, id):
        """Be told of what becomes of a request

        id: The request
        """
        return self.call('POST', ('api', 'followup_request', 'watch', id,), {}, None, False)

    def unwatch_followup_request(self, id):
        """Not be told of it any more

        id: The request
        """
        return self.call('DELETE', ('api', 'followup_request', 'watch', id,), {}, None, False)

    def prioritize_followup_requests(self, body=None):
        """Give requests priorities by how bright their objects are"""
        return self.call('PUT', ('api', 'followup_request', 'prioritization',), {}, body, False)

    def get_photometry_request(self, id):
        """Have the facility asked now what became of a request

        id: The request
        """
        return self.call('GET', ('api', 'photometry_request', id,), {}, None, False)

    def get_followup_schedule(self, instrument_id, *, startDate=None, endDate=None, observationStartDate=None, observationEndDate=None, sourceID=None, requesters=None, status=None, priorityThreshold=None, output_format=None):
        """An order for the night of what an instrument is asked for: CSV or PDF

        instrument_id: The instrument
        startDate: Made after that
        endDate: Made before that
        observationStartDate: Of which night; now unless said
        observationEndDate: Until when; dawn unless said
        sourceID: Part of a name
        requesters: Asked for by one of these users
        status: Part of its status
        priorityThreshold: Of this priority or above
        """
        return self.call('GET', ('api', 'followup_request', 'schedule', instrument_id,), {'startDate': startDate, 'endDate': endDate, 'observationStartDate': observationStartDate, 'observationEndDate': observationEndDate, 'sourceID': sourceID, 'requesters': requesters, 'status': status, 'priorityThreshold': priorityThreshold, 'output_format': output_format}, None, True)

    def facility_callback(self, body=None):
        """A facility tells what became of a request"""
        return self.call('POST', ('api', 'facility',), {}, body, False)

    def list_instrument_forms(self):
        """The form of each instrument that can be asked, by its id"""
        return self.call('GET', ('api', 'internal', 'instrument_forms',), {}, None, False)

    def list_followup_apis(self):
        """Every interface that facilities are asked through, by its name"""
        return self.call('GET', ('api', 'internal', 'followup_apis',), {}, None, False)

    def list_default_followups(self):
        """What facilities are asked for by themselves"""
        return self.call('GET', ('api', 'default_followup_request',), {}, None, False)

    def create_default_followup(self, body=None):
        """Ask for an observation whenever a class is said of an object"""
        return self.call('POST', ('api', 'default_followup_request',), {}, body, False)

    def get_default_followup(self, id):
        """One default request

        id: The default request
        """
        return self.call('GET', ('api', 'default_followup_request', id,), {}, None, False)

    def delete_default_followup(self, id):
        """Not ask for it by itself any more

        id: The default request
        """
        return self.call('DELETE', ('api', 'default_followup_request', id,), {}, None, False)

    def list_observing_runs(self, *, endsAfter=None, startsBefore=None):
        """Observing runs, by date

        endsAfter: Only those that end after that
        startsBefore: Only those whose first evening is before that
        """
        return self.call('GET', ('api', 'observing_run',), {'endsAfter': endsAfter, 'startsBefore': startsBefore}, None, False)

    def create_observing_run(self, body=None):
        """Make an observing run"""
        return self.call('POST', ('api', 'observing_run',), {}, body, False)

    def get_observing_run(self, id, *, night=None):
        """One run with its targets, by right ascension, and the night at its telescope

        id: The run
        night: Which of its nights; else that of now
        """
        return self.call('GET', ('api', 'observing_run', id,), {'night': night}, None, False)

    def update_observing_run(self, id, body=None):
        """Change a run of one’s own; what is not named stays

        id: The run
        """
        return self.call('PUT', ('api', 'observing_run', id,), {}, body, False)

    def delete_observing_run(self, id):
        """Delete a run of one’s own of which nothing was observed and nothing is to be

        id: The run
        """
        return self.call('DELETE', ('api', 'observing_run', id,), {}, None, False)

    def mark_not_observed(self, id, body=None):
        """Mark all targets of a run that have one status with another, e.g. those left over

        id: The run
        """
        return self.call('PUT', ('api', 'observing_run', id, 'not_observed',), {}, body, False)

    def list_observing_log(self, id):
        """What happened in a run’s nights, in its order

        id: The run
        """
        return self.call('GET', ('api', 'observing_run', id, 'log',), {}, None, False)

    def add_observing_log(self, id, body=None):
        """Write into the log of a run

        id: The run
        """
        return self.call('POST', ('api', 'observing_run', id, 'log',), {}, body, False)

    def list_assignments(self, *, runID=None, objID=None, status=None):
        """Assignments of objects to observing runs, the latest first

        runID: Of this run
        objID: The object's name in its survey
        """
        return self.call('GET', ('api', 'assignment',), {'runID': runID, 'objID': objID, 'status': status}, None, False)

    def create_assignment(self, body=None):
        """Assign an object, or many, to a run"""
        return self.call('POST', ('api', 'assignment',), {}, body, False)

    def get_assignment(self, id):
        """One assignment

        id: The assignment
        """
        return self.call('GET', ('api', 'assignment', id,), {}, None, False)

    def update_assignment(self, id, body=None):
        """Change an assignment: mark it, its priority, its comment

        id: The assignment
        """
        return self.call('PUT', ('api', 'assignment', id,), {}, body, False)

    def delete_assignment(self, id):
        """Take an object off a run

        id: The assignment
        """
        return self.call('DELETE', ('api', 'assignment', id,), {}, None, False)

    def get_assignment_airmass(self, id):
        """The airmass of a target in its run’s night

        id: The assignment
        """
        return self.call('GET', ('api', 'internal', 'plot', 'airmass', 'assignment', id,), {}, None, False)

    def get_ephemeris(self, telescope_id, *, time=None):
        """The night at a telescope: Sun, twilights, Moon

        telescope_id: The telescope
        time: In the night of this time, or the next; default: now
        """
        return self.call('GET', ('api', 'internal', 'ephemeris', telescope_id,), {'time': time}, None, False)

    def get_hours_below_airmass(self, obj_id, telescope_id, *, threshold=None):
        """Hours a night in which an object is seen through less than an airmass, each week of the year

        obj_id: The object's name in its survey
        telescope_id: The telescope
        """
        return self.call('GET', ('api', 'internal', 'plot', 'airmass', 'hours_below', obj_id, telescope_id,), {'threshold': threshold}, None, False)

    def get_obj_airmass(self, obj_id, telescope_id, *, time=None):
        """The airmass of an object at a telescope, this night or another

        obj_id: The object's name in its survey
        telescope_id: The telescope
        time: In the night of this time, or the next; default: now
        """
        return self.call('GET', ('api', 'internal', 'plot', 'airmass', 'objtel', obj_id, telescope_id,), {'time': time}, None, False)

    def get_run_airmass(self, id, *, night=None, samples=None):
        """Altitudes and airmasses of all targets of a run in one of its nights

        id: The run
        """
        return self.call('GET', ('api', 'internal', 'plot', 'airmass', 'run', id,), {'night': night, 'samples': samples}, None, False)

    def get_source_observability(self, id, *, maxAirmass=None, maximumAirmass=None, twilight=None, type=None):
        """When an object can be observed in the next day, at every telescope: a PDF or a PNG

        id: The object's name in its survey
        maxAirmass: Up is what is seen through less
        maximumAirmass: Up is what is seen through less
        twilight: It is night while the Sun is below −18°, −12°, −6°
        """
        return self.call('GET', ('api', 'sources', id, 'observability',), {'maxAirmass': maxAirmass, 'maximumAirmass': maximumAirmass, 'twilight': twilight, 'type': type}, None, True)

    def list_ephemerides(self, *, telescopeIds=None, time=None):
        """The night at telescopes, by their ids: sixteen at most, the first by name where none are named

        telescopeIds: These telescopes
        time: In the night of this time, or the next; default: now
        """
        return self.call('GET', ('api', 'internal', 'ephemeris',), {'telescopeIds': telescopeIds, 'time': time}, None, False)

    def list_observability(self, *, objIDs, telescopeID, time=None):
        """How objects are seen from a telescope in a night: up to a hundred, those that the viewer sees

        objIDs: Their names, with commas between them
        telescopeID: The telescope
        time: In the night of this time, or the next; default: now
        """
        return self.call('GET', ('api', 'observability',), {'objIDs': objIDs, 'telescopeID': telescopeID, 'time': time}, None, False)

    def get_run_starlist(self, id, *, facility=None, num_offset_stars=None, status=None, standards=None):
        """All targets of a run as a starlist, by right ascension, with offset stars

        id: The run
        standards: With the standard stars that rise there
        """
        return self.call('GET', ('api', 'observing_run', id, 'starlist',), {'facility': facility, 'num_offset_stars': num_offset_stars, 'status': status, 'standards': standards}, None, False)

    def get_source_finder(self, id, *, imsize=None, facility=None, image_source=None, obstime=None, type=None, num_offset_stars=None, as_json=None):
        """A finding chart of an object: PDF or PNG

        id: The object's name in its survey
        imsize: A side, arcmin
        obstime: When it is observed: stars are where they are then; default: now
        as_json: As base64, with the starlist
        """
        return self.call('GET', ('api', 'sources', id, 'finder',), {'imsize': imsize, 'facility': facility, 'image_source': image_source, 'obstime': obstime, 'type': type, 'num_offset_stars': num_offset_stars, 'as_json': as_json}, None, True)

    def get_source_offsets(self, id, *, facility=None, num_offset_stars=None, obstime=None, observing_run_id=None):
        """Offset stars of an object, as a starlist

        id: The object's name in its survey
        obstime: When it is observed: stars are where they are then; default: now
        observing_run_id: The run whose priority and comment of it the list has (P200-NGPS)
        """
        return self.call('GET', ('api', 'sources', id, 'offsets',), {'facility': facility, 'num_offset_stars': num_offset_stars, 'obstime': obstime, 'observing_run_id': observing_run_id}, None, False)

    def get_unsourced_finder(self, *, location_type, catalog_id=None, ra=None, dec=None, imsize=None, facility=None, image_source=None, obstime=None, type=None, num_offset_stars=None):
        """A finding chart of a position, or of a star of Gaia

        location_type: pos: `ra` and `dec`; else `catalog_id`
        imsize: A side, arcmin
        obstime: When it is observed: stars are where they are then; default: now
        """
        return self.call('GET', ('api', 'unsourced_finder',), {'location_type': location_type, 'catalog_id': catalog_id, 'ra': ra, 'dec': dec, 'imsize': imsize, 'facility': facility, 'image_source': image_source, 'obstime': obstime, 'type': type, 'num_offset_stars': num_offset_stars}, None, True)

    def list_finder_facilities(self):
        """What each facility asks of offset stars"""
        return self.call('GET', ('api', 'finder_chart', 'facilities',), {}, None, False)

    def list_standards(self, *, facility=None, standard_type=None, dec_filter_range=None, ra_filter_range=None, show_first_line=None):
        """Spectrophotometric standard stars as a starlist

        dec_filter_range: The lowest and the highest declination, degrees: (-10, 30)
        ra_filter_range: The lowest and the highest right ascension; over 0h where the first is larger, degrees: (-10, 30)
        show_first_line: With the line that some lists begin with
        """
        return self.call('GET', ('api', 'internal', 'standards',), {'facility': facility, 'standard_type': standard_type, 'dec_filter_range': dec_filter_range, 'ra_filter_range': ra_filter_range, 'show_first_line': show_first_line}, None, False)

    def create_calendar(self):
        """Make the address of a calendar of one’s runs; the one before ends"""
        return self.call('POST', ('api', 'internal', 'calendar',), {}, None, False)

    def delete_calendar(self):
        """End the address of one’s calendar"""
        return self.call('DELETE', ('api', 'internal', 'calendar',), {}, None, False)

    def get_calendar(self):
        """Whether one has a calendar of one’s observing runs"""
        return self.call('GET', ('api', 'internal', 'calendar',), {}, None, False)

    def read_calendar(self, key):
        """The nights of somebody’s observing runs as a calendar, by its address"""
        return self.call('GET', ('api', 'calendar', key, 'runs.ics',), {}, None, True)

    def try_default_followup(self, body=None):
        """What a rule would do of an object now: nothing is kept, and nobody is asked"""
        return self.call('POST', ('api', 'default_followup_request', 'dry_run',), {}, body, False)

    def list_default_followup_runs(self, id):
        """What a rule did, the last first; 200 of them, for 90 days

        id: The default request
        """
        return self.call('GET', ('api', 'default_followup_request', id, 'runs',), {}, None, False)

    def list_filter_followups(self, id):
        """What a filter asked facilities for by itself, and why it did not; 200 of them, for 90 days

        id: The filter
        """
        return self.call('GET', ('api', 'filters', id, 'followups',), {}, None, False)

    def try_filter_followup(self, id, body=None):
        """What a filter would ask facilities for now, of what passed it last

        id: The filter
        """
        return self.call('POST', ('api', 'filters', id, 'followups', 'dry_run',), {}, body, False)

    def list_notifications(self):
        """What the viewer was told, the last first; 500 of them"""
        return self.call('GET', ('api', 'internal', 'notifications',), {}, None, False)

    def update_all_notifications(self, body=None):
        """Mark all of the viewer’s notifications as seen, or not"""
        return self.call('PATCH', ('api', 'internal', 'notifications', 'all',), {}, body, False)

    def delete_all_notifications(self):
        """Forget all of the viewer’s notifications"""
        return self.call('DELETE', ('api', 'internal', 'notifications', 'all',), {}, None, False)

    def get_notification(self, id):
        """One notification

        id: The notification
        """
        return self.call('GET', ('api', 'internal', 'notifications', id,), {}, None, False)

    def update_notification(self, id, body=None):
        """Mark a notification as seen, or not

        id: The notification
        """
        return self.call('PATCH', ('api', 'internal', 'notifications', id,), {}, body, False)

    def delete_notification(self, id):
        """Forget a notification

        id: The notification
        """
        return self.call('DELETE', ('api', 'internal', 'notifications', id,), {}, None, False)

    def test_notification(self, body=None):
        """Tell the viewer something, as his preferences have it: by mail, too, where he wants that"""
        return self.call('POST', ('api', 'internal', 'notifications_test',), {}, body, False)
