export const prerender = true;
/** A folder with an `index.html` for each page, which every static server finds. */
export const trailingSlash = 'always';
