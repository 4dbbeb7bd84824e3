import { accessLog } from './access-log';
import { accessLogVhost } from './access-log-vhost';
import { apacheError } from './apache-error';
import { bgl } from './bgl';
import { cef } from './cef';
import { cri } from './cri';
import { dockerJson } from './docker-json';
import { dotnetConsole } from './dotnet-console';
import { goLog } from './go-log';
import { hdfs } from './hdfs';
import { kernelRing } from './kernel-ring';
import { kafka } from './kafka';
import { klog } from './klog';
import { leef } from './leef';
import { levelFirst } from './level-first';
import type { LineFormat } from './line-format';
import { log4j } from './log4j';
import { logcat } from './logcat';
import { logfmt } from './logfmt';
import { mysql } from './mysql';
import { nginxError } from './nginx-error';
import { openstack } from './openstack';
import { postgresql } from './postgresql';
import { proxifier } from './proxifier';
import { pythonBasic } from './python-basic';
import { pythonLogging } from './python-logging';
import { rubyLogger } from './ruby-logger';
import { spark } from './spark';
import { springBoot } from './spring-boot';
import { syslog } from './syslog';
import { syslog5424 } from './syslog-5424';
import { timeFirst } from './time-first';
import { zapConsole } from './zap-console';

/** All formats of text lines, narrow ones before wide ones: of those that may be in a file, the first that fits a line reads it. */
export const LINE_FORMATS: readonly LineFormat[] = [
	dockerJson,
	cri,
	cef,
	leef,
	syslog5424,
	accessLogVhost,
	accessLog,
	apacheError,
	nginxError,
	bgl,
	hdfs,
	spark,
	openstack,
	springBoot,
	zapConsole,
	mysql,
	postgresql,
	klog,
	logcat,
	rubyLogger,
	proxifier,
	dotnetConsole,
	pythonBasic,
	logfmt,
	kafka,
	log4j,
	pythonLogging,
	goLog,
	syslog,
	kernelRing,
	timeFirst,
	levelFirst
];

/** The formats with these ids, in the order of the table; unknown ids are left out. */
export const lineFormatsOf = (ids: readonly string[]): LineFormat[] =>
	LINE_FORMATS.filter(({ id }) => ids.includes(id));
