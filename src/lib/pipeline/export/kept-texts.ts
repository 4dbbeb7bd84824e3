/** What a writer makes of a value, made once for each: most rows of a run share their outcome and their template. */
export function keptTexts<Value, Made>(make: (value: Value) => Made): (value: Value) => Made {
	const known = new Map<Value, Made>();
	return (value) => {
		let made = known.get(value);
		if (made === undefined) known.set(value, (made = make(value)));
		return made;
	};
}
