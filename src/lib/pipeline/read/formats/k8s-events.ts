import { headerFormat, type LineFormat, sticky } from './line-format';

export const k8sEvents: LineFormat = headerFormat({
	id: 'k8s-events',
	name: 'Kubernetes events (kubectl get events)',
	example: '17s         Warning   BackOff     pod/cart-7f  Back-off restarting failed container',
	header: sticky(
		String.raw`(?:[a-z\d][a-z\d-]* +)?(?:\d+[smhd])+(?: \([^)\r\n]*\))? +(Normal|Warning) +(\w+) +([\w./-]+) +`
	),
	fields: ([, level = '', , source = '']) => ({ level, source })
});
