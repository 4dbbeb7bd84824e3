import { accessLog } from './access-log';
import { accessLogVhost } from './access-log-vhost';
import { airflow } from './airflow';
import { apacheError } from './apache-error';
import { asides } from './asides';
import { asterisk } from './asterisk';
import { bgl } from './bgl';
import { bind } from './bind';
import { bracketedLogger } from './bracketed-logger';
import { capnslog } from './capnslog';
import { cbs } from './cbs';
import { cef } from './cef';
import { celery } from './celery';
import { ceph } from './ceph';
import { chromium } from './chromium';
import { cisco } from './cisco';
import { clickhouse } from './clickhouse';
import { compose } from './compose';
import { cri } from './cri';
import { cups } from './cups';
import { db2diag } from './db2diag';
import { divider } from './divider';
import { dockerJson } from './docker-json';
import { dotnetConsole } from './dotnet-console';
import { elasticsearch } from './elasticsearch';
import { elb } from './elb';
import { elixir } from './elixir';
import { erlangReport } from './erlang-report';
import { fail2ban } from './fail2ban';
import { gcLog } from './gc-log';
import { goLog } from './go-log';
import { haproxy } from './haproxy';
import { hdfs } from './hdfs';
import { iosSyslog } from './ios-syslog';
import { jboss } from './jboss';
import { journalExport, journalVerbose } from './journal-fields';
import { jsonObject } from './json-object';
import { jul } from './jul';
import { k8sEvents } from './k8s-events';
import { kafka } from './kafka';
import { kernelHuman } from './kernel-human';
import { kernelLevels } from './kernel-levels';
import { kernelRing } from './kernel-ring';
import { klog } from './klog';
import { kubectlPrefix } from './kubectl-prefix';
import { lambda, lambdaPlatform } from './lambda';
import { leef } from './leef';
import { levelFirst } from './level-first';
import type { LineFormat } from './line-format';
import { log4j } from './log4j';
import { logcat, logcatBrief, logcatLong, logcatStudio } from './logcat';
import { logfmt } from './logfmt';
import { loggerFirst } from './logger-first';
import { logrus } from './logrus';
import { loguru } from './loguru';
import { lokiLabels } from './loki-labels';
import { macosConsole } from './macos-console';
import { macosLog } from './macos-log';
import { mikrotik } from './mikrotik';
import { minecraft } from './minecraft';
import { mongodb } from './mongodb';
import { monolog } from './monolog';
import { mule } from './mule';
import { mysql } from './mysql';
import { mysqlSlow } from './mysql-slow';
import { nest } from './nest';
import { nginxError } from './nginx-error';
import { nlog } from './nlog';
import { odoo } from './odoo';
import { openstack } from './openstack';
import { oracleAlert } from './oracle-alert';
import { php } from './php';
import { play } from './play';
import { pm2 } from './pm2';
import { postgresql } from './postgresql';
import { powershellList, wevtutil } from './powershell-list';
import { proxifier } from './proxifier';
import { puppet } from './puppet';
import { pythonBasic } from './python-basic';
import { pythonLogging } from './python-logging';
import { redis } from './redis';
import { rubyLogger } from './ruby-logger';
import { envLogger, tracing } from './rust';
import { s3 } from './s3';
import { salt } from './salt';
import { samba } from './samba';
import { sccm } from './sccm';
import { slf4jSimple } from './slf4j-simple';
import { solr } from './solr';
import { spark } from './spark';
import { springBoot } from './spring-boot';
import { squid } from './squid';
import { syslog } from './syslog';
import { syslog5424 } from './syslog-5424';
import { syslogFacility } from './syslog-facility';
import { clockFirst, epochFirst, timeFirst } from './time-first';
import { timePrefix } from './time-prefix';
import { tomcat } from './tomcat';
import { unbound } from './unbound';
import { unreal } from './unreal';
import { vmware } from './vmware';
import { vpcFlow } from './vpc-flow';
import { weblogic } from './weblogic';
import { websphere } from './websphere';
import { xorg } from './xorg';
import { zabbix } from './zabbix';
import { zapConsole } from './zap-console';

/** All formats of text lines, narrow ones before wide ones: of those that may be in a file, the first that fits a line reads it. */
export const LINE_FORMATS: readonly LineFormat[] = [
	dockerJson,
	jsonObject,
	cri,
	timePrefix,
	lokiLabels,
	kubectlPrefix,
	compose,
	pm2,
	cef,
	leef,
	syslog5424,
	haproxy,
	accessLogVhost,
	accessLog,
	s3,
	elb,
	squid,
	vpcFlow,
	apacheError,
	nginxError,
	weblogic,
	websphere,
	sccm,
	bgl,
	hdfs,
	spark,
	openstack,
	springBoot,
	zapConsole,
	mysql,
	mysqlSlow,
	postgresql,
	mongodb,
	redis,
	elasticsearch,
	gcLog,
	klog,
	logcatStudio,
	logcat,
	logcatBrief,
	logcatLong,
	rubyLogger,
	proxifier,
	php,
	monolog,
	airflow,
	loguru,
	clickhouse,
	envLogger,
	tracing,
	nest,
	puppet,
	chromium,
	divider,
	mikrotik,
	powershellList,
	wevtutil,
	zabbix,
	mule,
	db2diag,
	ceph,
	elixir,
	macosConsole,
	celery,
	fail2ban,
	asterisk,
	odoo,
	solr,
	bind,
	unbound,
	capnslog,
	cups,
	samba,
	xorg,
	lambda,
	lambdaPlatform,
	salt,
	jboss,
	nlog,
	vmware,
	cbs,
	macosLog,
	iosSyslog,
	cisco,
	unreal,
	minecraft,
	erlangReport,
	journalVerbose,
	journalExport,
	jul,
	dotnetConsole,
	pythonBasic,
	slf4jSimple,
	logrus,
	k8sEvents,
	logfmt,
	kafka,
	log4j,
	tomcat,
	bracketedLogger,
	play,
	pythonLogging,
	goLog,
	syslogFacility,
	syslog,
	kernelLevels,
	kernelRing,
	kernelHuman,
	oracleAlert,
	loggerFirst,
	asides,
	timeFirst,
	clockFirst,
	epochFirst,
	levelFirst
];

/** The formats with these ids, in the order of the table; unknown ids are left out. */
export const lineFormatsOf = (ids: readonly string[]): LineFormat[] =>
	LINE_FORMATS.filter(({ id }) => ids.includes(id));
