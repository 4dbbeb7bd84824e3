import { headerFormat, sticky, type LineFormat } from './line-format';

/** klog and glog, as Kubernetes' own programs write it: letter and date without a year. */
export const klog: LineFormat = headerFormat({
	id: 'klog',
	name: 'Kubernetes klog or glog',
	example: 'W1124 12:00:01.250000       1 reflector.go:324] watch of *v1.Pod ended',
	header: sticky(
		String.raw`([IWEFD])((?:\d{4})?\d{4} \d\d:\d\d:\d\d\.\d{3,6}) +\d+ ([\w./-]+):\d+\] `
	),
	fields: ([, level = '', time = '', source = '']) => ({ time, level, source })
});
