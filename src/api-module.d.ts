/** Text of the built JavaScript API; see `scripts/api-module.ts`. */
declare module 'virtual:api-module' {
	const text: string;
	export default text;
}
